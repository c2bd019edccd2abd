import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** File to plant, what it imports, the rule that must find it. */
const VIOLATIONS: ReadonlyArray<readonly [file: string, source: string, rule: string]> = [
  ['src/shared/planted.ts', `import '@main/imap/clean';`, 'shared-is-the-bottom'],
  ['src/shared/planted-node.ts', `import 'node:fs';`, 'shared-is-the-bottom'],
  ['src/main/imap/planted.ts', `import 'node:crypto';`, 'protocols-are-pure'],
  [
    'src/main/imap/planted-type.ts',
    `import type { x } from '@main/net/clean'; export type X = typeof x;`,
    'protocols-are-pure',
  ],
  ['src/main/imap/planted-above.ts', `import '@main/sync/clean';`, 'protocols-are-pure'],
  ['src/main/imap/planted-beside.ts', `import '../pop3/clean';`, 'protocols-are-pure'],
  ['src/main/pop3/planted.ts', `import '@main/vault/clean';`, 'protocols-are-pure'],
  ['src/main/smtp/planted.ts', `import '@main/imap/clean';`, 'protocols-are-pure'],
  ['src/main/sasl/planted.ts', `import 'zod';`, 'protocols-are-pure'],
  ['src/main/mime/planted.ts', `import '@main/net/clean';`, 'mime-parses-only'],
  ['src/main/net/planted.ts', `import '@main/vault/clean';`, 'net-is-sockets-only'],
  ['src/main/vault/planted.ts', `import '@main/net/clean';`, 'vault-is-files-only'],
  ['src/main/vault/planted-socket.ts', `import 'node:tls';`, 'sockets-in-net-only'],
  ['src/main/services/planted-socket.ts', `import 'net';`, 'sockets-in-net-only'],
  ['src/main/sync/planted.ts', `import 'node:fs';`, 'engine-is-pure'],
  ['src/main/operations/planted.ts', `import '@main/services/clean';`, 'engine-is-pure'],
  [
    'src/main/outbox/planted.ts',
    `import { x } from '@main/net/clean'; export const y = x;`,
    'engine-takes-interfaces',
  ],
  ['src/main/services/planted.ts', `import '@main/host/clean';`, 'services-know-no-host'],
  ['src/main/demo/planted.ts', `import '@main/imap/clean';`, 'demo-stands-alone'],
  ['src/main/host/browser/planted.ts', `import '../electron/clean';`, 'hosts-apart'],
  ['src/main/services/planted-electron.ts', `import 'electron';`, 'electron-in-its-host-only'],
  ['src/renderer/app/planted-electron.ts', `import 'electron';`, 'electron-in-its-host-only'],
  ['src/main/host/electron/planted-dexie.ts', `import 'dexie';`, 'dexie-in-the-store-only'],
  ['src/renderer/features/list/planted-dexie.ts', `import 'dexie';`, 'dexie-in-the-store-only'],
  ['src/renderer/store/planted.ts', `import 'react';`, 'store-has-no-ui'],
  ['src/renderer/features/list/planted-store.ts', `import '@renderer/store/clean';`, 'ui-asks-the-store'],
  ['src/renderer/features/list/planted.ts', `import '../reader/inner';`, 'features-by-their-index'],
  ['src/renderer/ui/planted.ts', `import '../features/reader/index';`, 'ui-parts-know-no-feature'],
  ['src/renderer/app/planted.ts', `import '@main/imap/clean';`, 'renderer-and-main-apart'],
  ['src/main/services/planted-renderer.ts', `import '@renderer/store/clean';`, 'main-and-renderer-apart'],
  ['src/renderer/app/planted-node.ts', `import 'node:fs';`, 'renderer-has-no-node'],
  ['src/main/sync/planted-test.ts', `import './clean.test';`, 'program-has-no-tests'],
  ['src/main/services/planted-dev.ts', `import 'imapflow';`, 'program-has-no-dev-packages'],
  [
    'src/main/sync/planted-a.ts',
    `import { b } from './planted-b'; export const a = (): unknown => b;`,
    'no-cycles',
  ],
  ['src/main/sync/planted-lost.ts', `import './nowhere';`, 'no-unresolved'],
];

/** Allowed neighbours: the rules must not find these, or they would prove nothing. */
const CLEAN: ReadonlyArray<readonly [file: string, source: string]> = [
  ['src/shared/clean.ts', `import 'zod'; export const x = 1;`],
  ['src/main/imap/clean.ts', `import '@shared/clean'; export const x = 1;`],
  ['src/main/smtp/clean.ts', `import '@main/sasl/clean'; export const x = 1;`],
  ['src/main/pop3/clean.ts', `export const x = 1;`],
  ['src/main/sasl/clean.ts', `export const x = 1;`],
  ['src/main/mime/clean.ts', `import 'mailparser'; import 'node:stream'; export const x = 1;`],
  ['src/main/net/clean.ts', `import 'node:tls'; import 'pako'; export const x = 1;`],
  ['src/main/vault/clean.ts', `import 'node:fs'; export const x = 1;`],
  [
    'src/main/sync/clean.ts',
    `import type { x } from '@main/vault/clean'; import '@main/imap/clean'; export type X = typeof x;`,
  ],
  ['src/main/sync/clean.test.ts', `import 'node:fs'; export const x = 1;`],
  ['src/main/services/clean.ts', `import '@main/net/clean'; import '@main/sync/clean'; export const x = 1;`],
  ['src/main/demo/listen.ts', `import 'node:net'; export const x = 1;`],
  ['src/main/host/clean.ts', `import '@main/services/clean'; export const x = 1;`],
  ['src/main/host/electron/clean.ts', `import 'electron'; import '../clean'; export const x = 1;`],
  ['src/main/host/browser/clean.ts', `import 'node:http'; import 'ws'; export const x = 1;`],
  ['src/preload/clean.ts', `import 'electron'; export const x = 1;`],
  ['src/renderer/store/clean.ts', `import 'dexie'; import '@shared/clean'; export const x = 1;`],
  ['src/renderer/features/reader/inner.ts', `import 'react'; export const x = 1;`],
  ['src/renderer/features/reader/index.ts', `export { x } from './inner';`],
  ['src/renderer/features/list/clean.ts', `import '../reader'; import '../../ui/clean'; export const x = 1;`],
  ['src/renderer/ui/clean.ts', `import 'react'; export const x = 1;`],
  // The far side of the planted cycle, which is reported once.
  ['src/main/sync/planted-b.ts', `import { a } from './planted-a'; export const b = (): unknown => a;`],
  ['src/renderer/app/clean.ts', `import '../features/list/clean'; export const x = 1;`],
];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

describe('the layer check', () => {
  let copy = '';
  let found: readonly Violation[] = [];

  beforeAll(async () => {
    copy = mkdtempSync(join(tmpdir(), 'tern-layers-'));
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.base.json', 'package.json']) {
      cpSync(join(root, file), join(copy, file));
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
    for (const [file, source] of [...CLEAN, ...VIOLATIONS]) {
      mkdirSync(dirname(join(copy, file)), { recursive: true });
      writeFileSync(join(copy, file), `${source}\n`);
    }
    const output = await new Promise<string>((resolve) => {
      execFile(
        process.execPath,
        [
          'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
          'src',
          '--config',
          '.dependency-cruiser.cjs',
          '-T',
          'json',
        ],
        { cwd: copy, maxBuffer: 64 << 20 },
        (_error, stdout) => resolve(stdout),
      );
    });
    found = (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations;
  });

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it.each(VIOLATIONS)('finds %s', (file, _source, rule) => {
    expect(found.filter(({ from }) => from === file).map((violation) => violation.rule.name)).toContain(rule);
  });

  it('finds nothing in what is allowed', () => {
    const clean = new Set(CLEAN.map(([file]) => file));
    expect(found.filter(({ from }) => clean.has(from)).map((v) => `${v.rule.name}: ${v.from}`)).toEqual([]);
  });

  it('has a planted violation for every rule', () => {
    const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
      forbidden: ReadonlyArray<{ name: string }>;
    };
    const proven = new Set(VIOLATIONS.map(([, , rule]) => rule));
    expect(config.forbidden.map(({ name }) => name).filter((name) => !proven.has(name))).toEqual([]);
  });
});

describe('the lint bans', () => {
  const eslint = new ESLint({
    cwd: root,
    // Types need the file on disk; the bans are about syntax.
    overrideConfig: [
      tseslint.configs.disableTypeChecked,
      { languageOptions: { parserOptions: { project: null } } },
    ] as never,
  });
  const lint = async (filePath: string, code: string): Promise<string[]> => {
    const [result] = await eslint.lintText(`${code}\n`, { filePath: join(root, filePath) });
    return result?.messages.map((message) => message.ruleId ?? message.message) ?? [];
  };

  it.each([
    ['src/renderer/app/x.tsx', `export const f = (e: Element, s: string) => { e.innerHTML = s; };`],
    [
      'src/renderer/app/x.tsx',
      `export const f = (e: Element, s: string) => { e.insertAdjacentHTML('beforeend', s); };`,
    ],
    [
      'src/renderer/app/x.tsx',
      `export const f = (s: string) => <p dangerouslySetInnerHTML={{ __html: s }} />;`,
    ],
    ['src/main/services/x.ts', `export const f = { rejectUnauthorized: false };`],
    ['src/main/host/electron/x.ts', `export const f = (s: { openExternal(): void }) => s.openExternal();`],
    [
      'src/main/host/electron/x.ts',
      `export const f = (e: { BrowserWindow: new () => unknown }) => new e.BrowserWindow();`,
    ],
    ['src/main/imap/x.ts', `export const f = () => Date.now();`],
    ['src/main/sync/x.ts', `export const f = () => new Date();`],
    ['src/shared/x.ts', `export const f = () => Math.random();`],
    ['src/main/services/x.ts', `export default 1;`],
    ['src/main/services/x.ts', `export const f = (p: Promise<void>) => p.catch(() => {});`],
  ])('%s: %s', async (file, code) => {
    expect(await lint(file, code)).toContain('no-restricted-syntax');
  });

  it('bans timers in pure layers, any, inline exceptions and forgotten work', async () => {
    expect(await lint('src/main/outbox/x.ts', `export const f = () => setTimeout(() => 1, 1);`)).toContain(
      'no-restricted-globals',
    );
    expect(await lint('src/main/services/x.ts', `export const f = (x: any): unknown => x;`)).toContain(
      '@typescript-eslint/no-explicit-any',
    );
    expect(
      await lint(
        'src/main/services/x.ts',
        `// eslint-disable-next-line\nexport const f = (x: any): unknown => x;`,
      ),
    ).toContain('@typescript-eslint/no-explicit-any');
    const forgotten = `// ${'TO'}${'DO'}: later\nexport const f = 1;`;
    expect(await lint('src/main/services/x.ts', forgotten)).toContain('no-warning-comments');
  });

  it('lifts each ban in its one file', async () => {
    expect(
      await lint('src/main/net/tls-policy.ts', `export const f = { rejectUnauthorized: false };`),
    ).toEqual([]);
    expect(
      await lint(
        'src/main/host/electron/open-outside.ts',
        `export const f = (s: { openExternal(): void }) => s.openExternal();`,
      ),
    ).toEqual([]);
    expect(await lint('src/main/net/node-clock.ts', `export const f = () => Date.now();`)).toEqual([]);
  });
});
