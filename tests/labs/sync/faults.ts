import type { Step } from '../../fakes/life';
import { OTHER, USER } from '../../fakes/stage';
import { pick } from '../random';
import type { Lab } from './lab';

const STEPS: readonly Step[] = ['wire', 'journal', 'batch'];

/** Commands that change something: after these it matters whether they were done. */
const DEED = /^(?:UID (?:MOVE|COPY|STORE|EXPUNGE)|APPEND|CREATE|RENAME|DELETE)\b/;

/** Something breaks, now or soon. */
export function fault(lab: Lab): void {
  const { random, subject } = lab;
  const { stage, line } = subject;
  const choice = random.next();
  const aDeed = { match: DEED, nth: random.chance(0.7) ? 1 : 2 };
  if (choice < 0.2) {
    const where = random.chance(0.4) ? { nth: 1 + random.int(12) } : aDeed;
    stage.imap.add({ ...where, act: { do: 'cut', execute: random.chance(0.5) } });
  } else if (choice < 0.4) line.down = random.int(6000);
  else if (choice < 0.5) line.up = random.int(600);
  else if (choice < 0.55) {
    const where = random.chance(0.4) ? { nth: 1 + random.int(8) } : { verb: '.', nth: 1 };
    stage.smtp.add({ ...where, act: { do: 'cut', execute: random.chance(0.5) } });
  } else if (choice < 0.6) {
    const reply = pick(random, ['NO [UNAVAILABLE] later', 'NO [OVERQUOTA] full', 'NO no', 'BAD what']);
    stage.imap.add({ ...aDeed, times: 1, act: { do: 'answer', reply } });
  } else if (choice < 0.64) {
    // It says that it took the message, and does not say where: it did, or it lies.
    const how = random.chance(0.5) ? 'execute-then-answer' : 'answer';
    const account = random.chance(0.5) ? OTHER : USER;
    stage.imap.add({ verb: 'APPEND', account, times: 1, act: { do: how, reply: 'OK done' } });
  } else if (choice < 0.7) stage.store.dieAt = stage.store.batches + 1 + random.int(6);
  else if (choice < 0.75) {
    // The browser threw the cache away: the page comes back without anything.
    stage.store.hangUp();
    stage.store.wipe('');
    subject.connectStore();
  } else subject.endAt(pick(random, STEPS), 1 + random.int(40));
}

/** After a death: perhaps the cache is gone too, perhaps the clock was set, perhaps it dies again while it starts. */
export async function comeBack(lab: Lab): Promise<void> {
  const { random, subject } = lab;
  await subject.kill();
  lab.subject.stage.store.dieAt = Infinity;
  if (random.chance(0.2)) subject.stage.store.wipe('');
  if (random.chance(0.2)) subject.jump(Math.round((random.next() - 0.5) * 86_400_000));
  await subject.start();
  if (subject.dead) await comeBack(lab);
  else if (random.chance(0.2)) subject.endAt(pick(random, STEPS), 1 + random.int(60));
}
