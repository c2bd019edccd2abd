import { baseline, checkInvariants, type Baseline } from '../../fakes/invariants';
import { generator, pick } from '../random';
import { comeBack, fault } from './faults';
import type { Lab } from './lab';
import { perhapsLie } from './liar';
import { otherClient } from './other-client';
import { person } from './person';
import { acrossAccounts, fillOther } from './other-account';
import { aRealServer, randomProfile } from './profile';
import { InProcess, type Subject } from './subject';
import { Wishes } from './wishes';

const BOXES = ['INBOX', 'Archive', 'Junk', 'Trash', 'Sent'];
/** How many schedules are about two accounts. */
export const SECOND = 0.4;
/** How long each act is given before the next one, in ms. */
const PAUSES = [0, 0, 0, 20, 300, 5_000, 70_000];

/** One schedule in this process. @returns what went wrong, or null. */
export async function schedule(seed: number): Promise<string | null> {
  const random = generator(seed);
  const second = random.chance(SECOND) ? aRealServer(random) : undefined;
  const subject = new InProcess(randomProfile(random), second, seed, random);
  const lab = begin(subject, random, second !== undefined);
  perhapsLie(lab, seed);
  return play(lab);
}

export function begin(subject: Subject, random: Lab['random'], other: boolean): Lab {
  return {
    subject,
    random,
    wishes: new Wishes(),
    moved: new Set(),
    other,
    brought: new Set(),
    next: 1,
    nextBox: 1,
    offline: false,
    drafts: new Map(),
    sent: new Set(),
  };
}

/** Plays a random schedule to its end and checks what came of it. @returns what went wrong, or null. */
export async function play(lab: Lab): Promise<string | null> {
  const { subject, random } = lab;
  const { stage } = subject;
  for (const name of BOXES) {
    const count = random.int(name === 'INBOX' ? 50 : 6);
    stage.deliver(name, lab.next, lab.next + count - 1);
    lab.next += count;
  }
  if (lab.other) fillOther(lab);
  stage.world.listen((event) => {
    if (event.kind === 'renamed') lab.wishes.renamed(event.from, event.mailbox.name);
  });
  const before = baseline(stage.world);
  try {
    await subject.start();
    if (random.chance(0.7)) await subject.pass(60_000, () => subject.isQuiet());
    for (let step = 5 + random.int(20); step > 0; step--) {
      if (subject.dead) await comeBack(lab);
      await act(lab);
      await subject.pause(pick(random, PAUSES));
    }
    await calm(lab);
    check(lab, before);
    await stayCalm(lab);
    return null;
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message).slice(0, 6000) : String(error);
    return `${what}\n${deedsOf(stage)}`;
  } finally {
    await subject.stop();
  }
}

/** Of what was said to the server that which changed something: what a failure is understood by. */
const deedsOf = ({ imap }: Lab['subject']['stage']): string =>
  imap.log
    .filter(({ verb }) =>
      /^(?:UID (?:MOVE|COPY|STORE|EXPUNGE)|APPEND|CREATE|RENAME|DELETE|AUTHENTICATE|LOGIN)/.test(verb),
    )
    .map(({ line, mailboxes }) => `  ${line.slice(0, 90).replace(/\s+/g, ' ')} | ${mailboxes.join()}`)
    .join('\n')
    .slice(-6000);

async function act(lab: Lab): Promise<void> {
  const { subject, random } = lab;
  if (lab.other && random.chance(0.35)) {
    if (!subject.dead) await acrossAccounts(lab);
    return;
  }
  const choice = random.next();
  if (choice < 0.42) await person(lab);
  else if (choice < 0.66) otherClient(lab);
  else if (choice < 0.86) fault(lab);
  else if (choice < 0.91) {
    lab.offline = !lab.offline;
    await subject.stage.offline(lab.offline).catch(() => undefined);
  } else if (choice < 0.95) await comeBack(lab);
  else if (choice < 0.97) subject.jump(Math.round((random.next() - 0.5) * 86_400_000));
  if (!subject.dead && !subject.storeConnected && random.chance(0.5)) subject.connectStore();
}

/** Everything works again; the engine is left alone, or asked, until both sides agree. */
async function calm(lab: Lab): Promise<void> {
  const { subject, random } = lab;
  const { stage, line } = subject;
  subject.endAt('wire', Infinity);
  line.up = line.down = Infinity;
  stage.imap.clear();
  stage.smtp.clear();
  stage.store.dieAt = Infinity;
  await revive(lab);
  if (!subject.storeConnected || random.chance(0.2)) subject.connectStore();
  await subject.pass(0);
  let online = false;
  const nudged = random.chance(0.5) || subject.inRealTime;
  for (let minute = 0; minute < 120; minute++) {
    // What it was to die of may have been on its way already.
    await revive(lab);
    online ||= await stage.offline(false).then(
      () => true,
      () => false,
    );
    if (nudged) subject.ask();
    if ((await subject.pass(60_000, () => subject.dead || subject.isQuiet())) && !subject.dead) return;
  }
  throw new Error(`not quiet after two hours: ${subject.describe()}`);
}

async function revive({ subject }: Lab): Promise<void> {
  if (!subject.dead) return;
  await subject.kill();
  await subject.start();
}

function check(lab: Lab, before: Baseline): void {
  const { stage } = lab.subject;
  for (const id of lab.wishes.refusedHalfway(stage)) stage.copied.add(id);
  checkInvariants(stage, before, 6_000);
  const broken = [...lab.wishes.broken(stage)];
  if (broken.length > 0) throw new Error(broken.join('\n'));
}

/**
 * Nothing to do is nothing done: minutes of quiet, now and then half an hour, cost what polling costs, and change nothing
 * (I6).
 */
async function stayCalm(lab: Lab): Promise<void> {
  const { subject, random } = lab;
  const { stage } = subject;
  const commands = stage.imap.log.length;
  const minutes = random.chance(0.2) ? 30 : 3;
  await subject.pass(minutes * 60_000);
  const more = stage.imap.log.length - commands;
  if (more > 40 + 12 * minutes) throw new Error(`I6: ${more} commands in ${minutes} minutes of nothing`);
  // In real time a mail that was held until now may be on its way at this very moment.
  const quiet = subject.inRealTime ? await subject.pass(60_000, () => subject.isQuiet()) : subject.isQuiet();
  if (!quiet) throw new Error(`I5: quiet did not last: ${subject.describe()}`);
  // Drafts and mail: all of it is somewhere in sight, and nothing more than once.
  const drafts = await stage.ui.api.drafts({});
  const outbox = await stage.ui.api.outbox({});
  const accepted = stage.world.accepted.map(({ raw }) => /^Subject:\s*(.*?)\r?$/im.exec(raw)?.[1] ?? '');
  for (const [id, text] of lab.drafts) {
    if (!drafts.some((d) => d.id === id && d.content.subject === text)) {
      throw new Error(`I1: the draft ${text} is gone`);
    }
  }
  for (const text of lab.sent) {
    const times = accepted.filter((subject) => subject === text).length;
    const waits = outbox.some((item) => item.subject === text);
    if (times > 1) throw new Error(`I4: ${text} was accepted ${times} times`);
    if (times === 0 && !waits && !drafts.some((d) => d.content.subject === text)) {
      throw new Error(`I3: ${text} was neither accepted nor is it in sight`);
    }
  }
}
