import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchLine, within } from './support/line';
import { benchMailbox, messageCount, PASSWORD, USER } from './support/mailbox';
import { inPage, listLength, wholeAt } from './support/page';
import { addAccount, type RunningTern, startTern } from './support/tern';

const PAINTED_MS = 1000;
const FRAME_MS = 33;
const SEARCH_MS = 50;
const MEMORY_MB = 250;
const VIEWPORT = { width: 1280, height: 800 };

/** Set when the list has rows, ms since the page began to load. */
const PAINTED_SCRIPT = `
  const look = () => {
    if (document.querySelector('[role=option][aria-posinset]')) {
      requestAnimationFrame(() => { window.__painted = performance.now(); });
    } else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
`;

/** A list of a hundred thousand cached messages: a second start, scrolling through it, searching in it, its memory. */
export async function run(): Promise<BenchLine[]> {
  const n = messageCount();
  const { dovecot, threads } = await benchMailbox(n);
  const profile = await mkdtemp(join(tmpdir(), 'tern-bench-profile-'));
  const browserProfile = await mkdtemp(join(tmpdir(), 'tern-bench-browser-'));
  try {
    const first = await startTern({ profile, browserProfile, viewport: VIEWPORT });
    await first.page.getByRole('button', { name: 'Add your account' }).waitFor();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const empty = await memory(first);
    await addAccount(first, dovecot, USER, PASSWORD);
    await wholeAt(first.page, n);
    await listLength(first.page, threads);
    // Nobody ends Tern in the moment in which it has all: the beginnings of lists are kept a moment later.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await first.close();

    const tern = await startTern({ profile, browserProfile, viewport: VIEWPORT, script: PAINTED_SCRIPT });
    try {
      const { page } = tern;
      const painted = await inPage<number>(
        page,
        'await timeUntil(performance.now(), () => window.__painted > 0); return window.__painted;',
      );
      await listLength(page, threads);
      const full = await memory(tern);
      const frames = await inPage<number[]>(page, SCROLL);
      const searches = await inPage<number[]>(page, SEARCH);
      frames.sort((a, b) => a - b);
      const late = frames.filter((ms) => ms > FRAME_MS).length;
      return [
        within('list.painted', n, painted, 'ms', PAINTED_MS),
        within('list.scroll-slowest-frame', n, frames.at(-1) ?? Infinity, 'ms', FRAME_MS),
        within('list.scroll-late-frames', n, late, `of ${frames.length}`, 0),
        within('list.search', n, Math.max(...searches), 'ms', SEARCH_MS),
        within('list.memory', n, (full - empty) / 1e6, 'MB', MEMORY_MB),
      ];
    } finally {
      await tern.close();
    }
  } finally {
    await dovecot.stop();
    await rm(profile, { recursive: true, force: true });
    await rm(browserProfile, { recursive: true, force: true });
  }
}

/** Through the whole list by steps of half a screen, then slowly; answers with what each frame took. */
const SCROLL = `
  const list = document.querySelector('.list-scroll');
  const times = [];
  let last = await frame();
  const go = async (top) => {
    list.scrollTop = top;
    const now = await frame();
    times.push(now - last);
    last = now;
  };
  for (let top = 0; top < 60_000; top += 300) await go(top);
  const whole = list.scrollHeight - list.clientHeight;
  for (let i = 0; i <= 100; i++) await go((whole * i) / 100);
  list.scrollTop = 0;
  await drawn();
  return times;
`;

/**
 * One letter after the other, which finds most: what each took until the count of what was found is another. Not the first:
 * the count of unread messages gives way to that of found ones before anything is found.
 */
const SEARCH = `
  const input = document.querySelector('.search-input');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const found = () => document.querySelector('.list-count').textContent;
  const times = [];
  for (const text of ['e', 'w', 'm', 'g', 'k']) {
    const before = found();
    const start = performance.now();
    set.call(input, text);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    const took = await timeUntil(start, () => found() !== before);
    if (text !== 'e') times.push(took);
    await pause(2000);
  }
  return times;
`;

/** Octets of the engine and the pages, shared pages counted by share; not the browser's own processes. */
async function memory(tern: RunningTern): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 2000));
  let sum = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const ours = command.includes(tern.profile) || command.includes('--type=renderer');
    if (!ours || command.includes('top-chrome-webui')) continue;
    if (command.includes('--type=renderer') && !(await belongsTo(Number(pid), process.pid))) continue;
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    sum += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) * 1024;
  }
  return sum;
}

async function belongsTo(pid: number, ancestor: number): Promise<boolean> {
  for (let at = pid; at > 1;) {
    if (at === ancestor) return true;
    const stat = await readFile(`/proc/${at}/stat`, 'utf8').catch(() => '');
    at = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
  }
  return false;
}
