/**
 * The layers of docs/design (§3) as rules. One rule a boundary; the comment says why the boundary is there.
 * `tests/layers.test.ts` plants a violation of each and proves that it is found.
 */
const code = { pathNot: '(\\.test\\.tsx?|\\.conformance\\.ts|/testing/.*|/fixtures/.*)$' };
const layer = (path) => ({ path, ...code });
const npm = (...names) => `(^|/)node_modules/(@types/)?(${names.join('|')})(/|$)`;
const core = (...names) => `^(node:)?(${names.join('|')})(/|$)`;
const SOCKETS = core('net', 'tls', 'dns', 'https', 'dgram', 'http2');

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'shared-is-the-bottom',
      comment:
        'Shared code runs in every host and every process: it may import itself, zod and msgpackr only.',
      severity: 'error',
      from: layer('^src/shared/'),
      to: { pathNot: ['^src/shared/', npm('zod', 'msgpackr')] },
    },
    {
      name: 'protocols-are-pure',
      comment:
        'IMAP, POP3, SMTP and SASL are sans-I/O: shared code and SASL only, no Node, no library, no other protocol.',
      severity: 'error',
      from: layer('^src/main/(imap|pop3|smtp|sasl)/'),
      to: { pathNot: ['^src/shared/', '^src/main/$1/', '^src/main/sasl/'] },
    },
    {
      name: 'mime-parses-only',
      comment: 'Hostile input is parsed without any way to the network or to the rest of the engine.',
      severity: 'error',
      from: layer('^src/main/mime/'),
      to: {
        pathNot: [
          '^src/shared/',
          '^src/main/mime/',
          npm('mailparser', 'libmime', 'libbase64', 'libqp', 'iconv-lite'),
          core('stream', 'buffer', 'string_decoder', 'crypto', 'events', 'util'),
        ],
      },
    },
    {
      name: 'net-is-sockets-only',
      comment: 'net turns sockets into the interfaces of src/shared/ports and knows nothing above them.',
      severity: 'error',
      from: layer('^src/main/net/'),
      to: { path: ['^src/', npm('electron')], pathNot: ['^src/shared/', '^src/main/net/'] },
    },
    {
      name: 'vault-is-files-only',
      comment: 'The vault keeps what has no other copy; it depends on files and shared code alone.',
      severity: 'error',
      from: layer('^src/main/vault/'),
      to: {
        path: ['^src/', '(^|/)node_modules/'],
        pathNot: ['^src/shared/', '^src/main/vault/', npm('node', 'zod')],
      },
    },
    {
      name: 'sockets-in-net-only',
      comment: 'TLS policy holds because there is one way to a socket. The demo server listens in one file.',
      severity: 'error',
      from: { path: '^src/', pathNot: [code.pathNot, '^src/main/net/', '^src/main/demo/listen\\.ts$'] },
      to: { path: SOCKETS, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'engine-is-pure',
      comment:
        'sync, operations, outbox and rules see net and vault as types only; time, files and sockets are passed in.',
      severity: 'error',
      from: layer('^src/main/(sync|operations|outbox|rules)/'),
      to: {
        pathNot: [
          '^src/shared/',
          '^src/main/(sync|operations|outbox|rules|imap|pop3|smtp|sasl|mime|net|vault)/',
        ],
      },
    },
    {
      name: 'engine-takes-interfaces',
      comment: 'As above: of net and vault only `import type`.',
      severity: 'error',
      from: layer('^src/main/(sync|operations|outbox|rules)/'),
      to: { path: '^src/main/(net|vault)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'services-know-no-host',
      comment: 'Nothing above host/ knows which host it runs in.',
      severity: 'error',
      from: {
        path: '^src/main/',
        pathNot: [code.pathNot, '^src/main/host/', '^src/main/(index|browser|cli)\\.ts$'],
      },
      to: { path: '^src/main/host/' },
    },
    {
      name: 'demo-stands-alone',
      comment: 'The demo servers judge the client, so they share no code with it.',
      severity: 'error',
      from: layer('^src/main/demo/'),
      to: {
        pathNot: ['^src/shared/', '^src/main/demo/', core('crypto', 'zlib'), SOCKETS],
      },
    },
    {
      name: 'hosts-apart',
      comment: 'The two hosts share host/*.ts and nothing of each other.',
      severity: 'error',
      from: layer('^src/main/host/(electron|browser)/'),
      to: { path: '^src/main/host/(electron|browser)/', pathNot: '^src/main/host/$1/' },
    },
    {
      name: 'electron-in-its-host-only',
      comment: 'Everything but the Electron host and the two preload scripts runs without Electron.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main/host/electron|preload)/' },
      to: { path: [npm('electron'), core('electron')] },
    },
    {
      name: 'dexie-in-the-store-only',
      comment: 'One owner of IndexedDB.',
      severity: 'error',
      from: { path: '^(src|tests)/', pathNot: ['^src/renderer/store/', '^tests/'] },
      to: { path: npm('dexie') },
    },
    {
      name: 'store-has-no-ui',
      comment: 'The store is a page without a face: shared code, Dexie, and what unpacks rows.',
      severity: 'error',
      from: layer('^src/renderer/store/'),
      to: { pathNot: ['^src/shared/', '^src/renderer/store/', npm('dexie'), npm('pako')] },
    },
    {
      name: 'ui-asks-the-store',
      comment:
        'The UI holds no mail data: it reaches the store through ViewApi. One file knows the address of its worker.',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: [code.pathNot, '^src/renderer/store/'] },
      to: { path: '^src/renderer/store/', pathNot: '/shared-worker\\.ts' },
    },
    {
      name: 'features-by-their-index',
      comment: 'A feature shows other features its index and nothing else.',
      severity: 'error',
      from: layer('^src/renderer/features/([^/]+)/'),
      to: {
        path: '^src/renderer/features/',
        pathNot: ['^src/renderer/features/$1/', '/features/[^/]+/index\\.tsx?$'],
      },
    },
    {
      name: 'ui-parts-know-no-feature',
      comment: 'ui, state and i18n are below the features.',
      severity: 'error',
      from: layer('^src/renderer/(ui|state|i18n)/'),
      to: { path: '^src/renderer/(features|app)/' },
    },
    {
      name: 'renderer-and-main-apart',
      comment: 'The processes meet at the contracts in src/shared.',
      severity: 'error',
      from: layer('^src/(renderer|preload)/'),
      to: { path: '^src/main/' },
    },
    {
      name: 'main-and-renderer-apart',
      comment: 'The processes meet at the contracts in src/shared.',
      severity: 'error',
      from: layer('^src/main/'),
      to: { path: '^src/(renderer|preload)/' },
    },
    {
      name: 'renderer-has-no-node',
      comment: 'Pages are sandboxed; there is no Node in them.',
      severity: 'error',
      from: layer('^src/renderer/'),
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'program-has-no-tests',
      comment: 'What ships does not depend on tests or fixtures.',
      severity: 'error',
      from: { path: '^src/', ...code },
      to: { path: ['^tests/', '\\.test\\.tsx?$', '\\.conformance\\.ts$', '/testing/', '/fixtures/'] },
    },
    {
      name: 'program-has-no-dev-packages',
      comment: 'What ships depends on packages that are installed with it; Electron is the host itself.',
      severity: 'error',
      from: { path: '^src/', ...code },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg'],
        dependencyTypesNot: ['type-only'],
        pathNot: ['(^|/)node_modules/@types/', npm('electron')],
      },
    },
    {
      name: 'no-cycles',
      comment: 'Modules that need each other are one module, or need a third.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      comment: 'Every import leads somewhere.',
      severity: 'error',
      from: { path: '^(src|tests)/' },
      to: { couldNotResolve: true, pathNot: ['\\?', '\\.css$'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    builtInModules: { add: ['electron'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
