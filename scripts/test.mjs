/**
 * `npm test`: installs what is missing, builds, runs every suite that can run here, and ends with one line:
 * `N passed, N failed, N skipped`. A suite that had to be left out is named with the reason and counts as skipped, or
 * with CI=true as failed. The Electron suite is run where there is an Electron binary; where there is none it is named
 * and counts as nothing: it has a workflow of its own on machines that have one (.github/workflows/ci.yml).
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { electronBinary } from './lib/electron.mjs';
import { build, checkNode, installPackages, installSystemPackages, which } from './lib/install.mjs';
import { root } from './lib/stale.mjs';

/** The whole run must end within 20 minutes; a suite that hangs is ended and counts as failed. */
const DEADLINE = Date.now() + 19 * 60_000;
const inCi = process.env.CI === 'true' || process.env.CI === '1';
const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed, by name, for the end of the log. */
const failures = [];
const reports = mkdtempSync(join(tmpdir(), 'tern-test-'));

const hasTests = (folder, suffix) =>
  existsSync(join(root, folder)) &&
  readdirSync(join(root, folder), { recursive: true }).some((name) => String(name).endsWith(suffix));

/** null when the suite can run, else why it cannot. */
const needs = (programs) => {
  const missing = Object.entries(programs)
    .filter(([, names]) => which(...names) === null)
    .map(([name]) => name);
  return missing.length === 0 ? null : `not here: ${missing.join(', ')}`;
};
const CHROMIUM = { Chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] };
const SERVERS = { Dovecot: ['dovecot'], Postfix: ['postfix'] };
/** Real servers are started with users, ports and folders of their own, which takes root. */
const isRoot = process.getuid?.() === 0;

/** One run of vitest for what shares its set-up: with real servers among them the workers have no end to wait for twice. */
function unitSuites() {
  const noServers = needs(SERVERS) ?? (isRoot ? null : 'Dovecot and Postfix are started by root only');
  if (noServers === null) return [{ name: 'unit, conformance and real servers', args: [] }];
  return [
    { name: 'unit and conformance', args: ['--exclude', 'tests/servers/**'] },
    { name: 'real servers', obstacle: () => noServers },
  ];
}

const suites = () => [
  ...unitSuites(),
  {
    name: 'end to end in Chromium',
    args: ['--config', 'vitest.e2e.config.ts'],
    exists: () => hasTests('tests/e2e', '.e2e.ts'),
    obstacle: () => needs(CHROMIUM) ?? (build() ? null : 'the build failed'),
  },
  {
    name: 'end to end in Electron',
    args: ['--config', 'vitest.e2e.config.ts'],
    env: { TERN_E2E: 'electron' },
    exists: () => hasTests('tests/e2e-electron', '.e2e.ts'),
    uncounted: () =>
      electronBinary() === null ? 'no Electron binary here; it runs in .github/workflows/ci.yml' : null,
    obstacle: () => (build() ? null : 'the build failed'),
  },
];

function finish() {
  rmSync(reports, { recursive: true, force: true });
  if (failures.length > 0) console.log('tern: what failed:');
  for (const line of failures) console.log(`  ${line}`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exit(total.failed > 0 ? 1 : 0);
}

function leaveOut(name, reason) {
  total[inCi ? 'failed' : 'skipped'] += 1;
  console.log(`tern: left out: ${name} – ${reason}${inCi ? ' (with CI=true this is a failure)' : ''}`);
}

/** Runs one suite and adds what its own report says. A run that ends badly without a failed test counts as one. */
async function run({ name, args, env = {} }) {
  console.log(`\ntern: ${name}`);
  const report = join(reports, `${name.replaceAll(/\W+/g, '-')}.json`);
  const child = spawn(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      ...args,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } },
  );
  const timer = setTimeout(
    () => {
      console.error(`tern: ${name} is taking too long and is ended.`);
      child.kill('SIGTERM');
    },
    Math.max(1_000, DEADLINE - Date.now()),
  );
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {};
  const failed = result.numFailedTests ?? 0;
  total.passed += result.numPassedTests ?? 0;
  total.skipped += (result.numPendingTests ?? 0) + (result.numTodoTests ?? 0);
  total.failed += code !== 0 && failed === 0 ? 1 : failed;
  failures.push(...namesOf(result));
  if (code !== 0 && failed === 0) failures.push(`${name}: ended with code ${code}`);
}

/** What failed, a line each: whoever reads the end of a long log should not have to search its middle. */
function* namesOf({ testResults = [] }) {
  for (const { name: file, assertionResults = [], message = '' } of testResults) {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    for (const { fullName, failureMessages = [] } of failed)
      yield `${relative(root, file)}: ${fullName}: ${firstLine(failureMessages.join(''))}`;
    if (failed.length === 0 && message !== '') yield `${relative(root, file)}: ${firstLine(message)}`;
  }
}

const firstLine = (text) => stripVTControlCharacters(text).trimStart().split('\n', 1)[0];

if (!checkNode() || !installPackages()) {
  total.failed += 1;
  finish();
}
installSystemPackages();
for (const suite of suites()) {
  if (suite.exists?.() === false) continue;
  const uncounted = suite.uncounted?.() ?? null;
  if (uncounted !== null) {
    console.log(`\ntern: not run: ${suite.name} – ${uncounted}`);
    continue;
  }
  const obstacle = suite.obstacle?.() ?? null;
  if (obstacle === null) await run(suite);
  else leaveOut(suite.name, obstacle);
}
console.log('');
finish();
