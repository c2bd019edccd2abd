/** Sets the fuses in the packed binary, before it is signed. */
const { join } = require('node:path');
const { flipFuses } = require('@electron/fuses');
const fuses = require('./fuses.cjs');

module.exports = async ({ appOutDir, electronPlatformName, packager }) => {
  const { productFilename } = packager.appInfo;
  const executable = {
    darwin: `${productFilename}.app`,
    mas: `${productFilename}.app`,
    win32: `${productFilename}.exe`,
    linux: packager.executableName,
  }[electronPlatformName];
  if (executable === undefined) throw new Error(`no fuses are known for ${electronPlatformName}`);
  // An ad-hoc signed binary (Electron's own on Apple silicon) does not run once its bytes have changed.
  const resetAdHocDarwinSignature = electronPlatformName === 'darwin';
  await flipFuses(join(appOutDir, executable), { ...fuses, resetAdHocDarwinSignature });
};
