import type { Action } from '@shared/contract/engine-api';
import type { Random } from '../random';
import { pick } from '../random';
import { answered, boxesHere, FIXED, type Lab, messageIdOf } from './lab';

const MARKS = ['\\Seen', '\\Flagged', '$Label1', '\\Answered'];

/** The person at Tern does something. */
export async function person(lab: Lab): Promise<void> {
  const choice = lab.random.next();
  if (choice < 0.74) await actOnMessages(lab);
  else if (choice < 0.82) await changeMailboxes(lab);
  else if (choice < 0.94) await writeMail(lab);
  else await lookAgain(lab);
}

function anAction(lab: Lab): Action {
  const { random, subject } = lab;
  const mark = pick(random, MARKS);
  const anywhere = (): string => pick(random, boxesHere(lab));
  return pick<() => Action>(random, [
    () => ({ kind: 'flag', add: [mark], remove: [] }),
    () => ({ kind: 'flag', add: [mark], remove: [] }),
    () => ({ kind: 'flag', add: [], remove: [mark] }),
    () => ({ kind: 'move', to: subject.stage.idOf(anywhere()) }),
    () => ({ kind: 'move', to: subject.stage.idOf(anywhere()) }),
    () => ({ kind: 'copy', to: subject.stage.idOf(anywhere()) }),
    () => ({ kind: 'archive' }),
    () => ({ kind: 'junk' }),
    () => ({ kind: 'not-junk' }),
    () => ({ kind: 'delete' }),
    () => ({ kind: 'destroy' }),
  ])();
}

async function actOnMessages(lab: Lab): Promise<void> {
  const { random, wishes } = lab;
  const { stage } = lab.subject;
  const shown = boxesHere(lab);
  if (shown.length === 0) return;
  const name = pick(random, shown);
  // Lists leave out what is marked as deleted: without UIDPLUS that is the original of a move.
  const here = stage.alive(name).filter((s) => s.startsWith('Letter '));
  if (here.length === 0) return;
  const subjects = [...new Set(Array.from({ length: 1 + random.int(4) }, () => pick(random, here)))];
  const ids = subjects.map(messageIdOf);
  const action = anAction(lab);
  if (!['flag', 'copy', 'destroy'].includes(action.kind)) for (const id of ids) lab.moved.add(id);
  const accepted = await answered(lab, stage.act(action, name, ...subjects));
  if (accepted === null) {
    wishes.uncertain(...ids);
    return;
  }
  const group = accepted.value;
  for (const id of ids) wish(lab, group, id, action);
  if (random.chance(0.15)) {
    wishes.uncertain(...ids);
    await answered(lab, stage.ui.api.undo({ group }));
  }
}

function wish({ wishes, subject }: Lab, group: string, id: string, action: Action): void {
  switch (action.kind) {
    case 'flag':
      for (const flag of action.add) wishes.flag(group, id, flag, true);
      for (const flag of action.remove) wishes.flag(group, id, flag, false);
      return;
    case 'move': {
      const to = [...subject.stage.store.mailboxes.values()].find((m) => m.id === action.to);
      if (to) wishes.put(group, id, to.name);
      return;
    }
    case 'archive':
      wishes.put(group, id, 'Archive');
      return;
    case 'junk':
    case 'not-junk':
      // They mark as well, which marks is the engine's business.
      wishes.about(group, id);
      wishes.uncertain(id);
      return;
    case 'delete':
      wishes.put(group, id, 'Trash');
      return;
    case 'copy':
    case 'destroy':
  }
}

async function changeMailboxes(lab: Lab): Promise<void> {
  const { random, wishes } = lab;
  const { stage } = lab.subject;
  const { api } = stage.ui;
  const own = boxesHere(lab).filter((name) => !FIXED.has(name));
  const choice = random.next();
  if (own.length === 0 || choice < 0.5) {
    const parent = random.chance(0.3) && own.length > 0 ? `${pick(random, own)}/` : '';
    await answered(
      lab,
      api.createMailbox({ account: stage.account.id, name: `${parent}Box ${lab.nextBox++}` }),
    );
    return;
  }
  const name = pick(random, own);
  const mailbox = stage.idOf(name);
  // Where a message is to be found after both of these is decided by whoever comes first.
  wishes.gone(name);
  if (choice < 0.8) {
    const to = `Box ${lab.nextBox++}`;
    await answered(lab, api.renameMailbox({ mailbox, name: to }));
  } else {
    stage.doomed.add(wishes.nowCalled(name));
    await answered(lab, api.deleteMailbox({ mailbox }));
  }
}

async function writeMail(lab: Lab): Promise<void> {
  const { random, drafts, sent } = lab;
  const { api } = lab.subject.stage.ui;
  const made = await answered(lab, api.newDraft({ account: null, to: 'bo@tern.example' }));
  if (!made) return;
  const { id, version, content } = made.value;
  const text = `Mail ${lab.next++}`;
  const written = { ...content, subject: text };
  const saved = await answered(lab, api.saveDraft({ id, base: version, content: written }));
  if (!saved) return;
  drafts.set(id, text);
  if (random.chance(0.3)) return;
  if (random.chance(0.2)) {
    drafts.delete(id);
    await answered(lab, api.discardDraft({ id }));
    return;
  }
  drafts.delete(id);
  const going = await answered(lab, api.send({ id, base: saved.value.version, content: written }));
  if (!going) return;
  if (random.chance(0.8)) sent.add(text);
  else await answered(lab, api.undoSend({ id: going.value.id }));
}

async function lookAgain(lab: Lab): Promise<void> {
  const { api } = lab.subject.stage.ui;
  const { random } = lab;
  const waiting = lab.subject.stage.operations();
  if (random.chance(0.5) || waiting.length === 0) {
    await answered(lab, api.syncNow({ account: null, mailbox: null }));
    return;
  }
  const again = aRandomOne(random, waiting);
  if (again.state === 'refused') lab.wishes.again(again.group);
  await answered(lab, api.retryOperation({ id: again.id }));
}
const aRandomOne = <T>(random: Random, of: readonly T[]): T => pick(random, of);
