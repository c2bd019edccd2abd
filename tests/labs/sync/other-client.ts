import { USER } from '../../fakes/stage';
import { pick } from '../random';
import { boxesThere, FIXED, type Lab } from './lab';

const MARKS = ['\\Seen', '\\Flagged', '$Label2', '\\Deleted'];

/** Another client, the delivery or the server's own administration does something. */
export function otherClient(lab: Lab): void {
  const { random, wishes, subject } = lab;
  const { stage } = subject;
  const boxes = boxesThere(lab);
  const box = pick(random, boxes);
  const choice = random.next();
  if (choice < 0.3) {
    const count = random.chance(0.1) ? 60 : 1 + random.int(3);
    stage.deliver(box.name, lab.next, lab.next + count - 1);
    lab.next += count;
    return;
  }
  if (choice > 0.96) {
    stage.world.bumpUidValidity(stage.world.account(USER), box, 1 + random.int(200));
    return;
  }
  if (choice > 0.9) {
    const own = boxes.map(({ name }) => name).filter((name) => !FIXED.has(name));
    if (own.length === 0 || random.chance(0.4)) {
      stage.elsewhere.create(`Box ${lab.nextBox++}`);
      return;
    }
    const name = pick(random, own);
    wishes.gone(name);
    if (random.chance(0.6)) stage.elsewhere.rename(name, `Box ${lab.nextBox++}`);
    else {
      stage.doomed.add(name);
      stage.elsewhere.delete(name);
    }
    return;
  }
  const message = box.messages[random.int(Math.max(1, box.messages.length))];
  if (!message?.subject.startsWith('Letter ')) return;
  const id = message.content.header('message-id').trim();
  wishes.uncertain(id);
  stage.touch(message.subject);
  if (choice < 0.55) stage.elsewhere.flag(box.name, message.uid, pick(random, MARKS));
  else if (choice < 0.8) {
    // Moved by both at once, here by a COPY whose original the other client then took away: no order of commands can
    // rule out that two copies come of it, and nobody may decide which of them to delete.
    if (isBeingMoved(lab, id)) stage.copied.add(id);
    stage.elsewhere.move(box.name, message.uid, pick(random, boxes).name);
  } else {
    stage.deleted.add(id);
    stage.elsewhere.expunge(box.name, message.uid);
  }
}

/** Whether the person moved it, too, and one of their moves has begun and not come to its end. */
const isBeingMoved = ({ moved, brought, subject: { stage } }: Lab, id: string): boolean =>
  // On its way to another account it has begun and waits most of the time.
  brought.has(id) ||
  (moved.has(id) && stage.operations().some((op) => op.intent.kind === 'move' && op.state !== 'waiting'));
