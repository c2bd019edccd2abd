/**
 * Electron's fuses as Tern ships them (security.md §3). `strictlyRequireAllFuses` makes a fuse that a newer Electron
 * adds an error until someone has decided about it.
 */
const { FuseV1Options, FuseVersion } = require('@electron/fuses');

module.exports = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // Left as Electron has it: a hardware trap instead of a check, no surface of its own.
  [FuseV1Options.WasmTrapHandlers]: true,
};
