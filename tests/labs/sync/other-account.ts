import { generation, messageKey, uid } from '@shared/model/ids';
import type { Mailbox } from '@shared/contract/mailbox';
import { letter, OTHER } from '../../fakes/stage';
import { pick } from '../random';
import { answered, type Lab, messageIdOf } from './lab';

/** Mailboxes of the second account, as Tern shows them. */
const itsBoxes = ({ subject: { stage } }: Lab): Mailbox[] =>
  [...stage.store.mailboxes.values()].filter((m) => m.selectable && m.account !== stage.account.id);

/** Letters that are in the second account from the beginning. */
export function fillOther(lab: Lab): void {
  const { world } = lab.subject.stage;
  const account = world.account(OTHER);
  for (let left = lab.random.int(8); left > 0; left--)
    world.append(account, world.mailbox(OTHER, 'INBOX'), letter(lab.next++));
}

/** The person does something with the account beside the first: brings letters to it or from it, or removes it. */
export async function acrossAccounts(lab: Lab): Promise<void> {
  const choice = lab.random.next();
  if (choice < 0.5) await bring(lab, false);
  else if (choice < 0.92) await bring(lab, true);
  else await removeOther(lab);
}

async function bring(lab: Lab, back: boolean): Promise<void> {
  const { random, wishes } = lab;
  const { stage } = lab.subject;
  const own = [...stage.store.mailboxes.values()].filter(
    (m) => m.selectable && m.account === stage.account.id,
  );
  const theirs = itsBoxes(lab);
  if (own.length === 0 || theirs.length === 0) return;
  const from = pick(random, back ? theirs : own);
  const to = pick(random, back ? own : theirs).id;
  const letters = [...stage.store.shownOf(from)].filter(([, { subject }]) => subject.startsWith('Letter '));
  if (letters.length === 0) return;
  // Now and then more than go out in one portion.
  const most = random.chance(0.15) ? letters.length : 3;
  const chosen = new Map(Array.from({ length: 1 + random.int(most) }, () => pick(random, letters)));
  const subjects = [...new Set([...chosen.values()].map(({ subject }) => subject))];
  const ids = subjects.map(messageIdOf);
  stage.touch(...subjects);
  wishes.uncertain(...ids);
  for (const id of ids) lab.brought.add(id);
  const kind = random.chance(0.7) ? 'move' : 'copy';
  if (kind === 'copy') for (const id of ids) stage.copied.add(id);
  const keys = [...chosen.keys()].map((n) => keyIn(from, n));
  const accepted = await answered(lab, stage.ui.api.act({ action: { kind, to }, keys }));
  if (!accepted || !random.chance(0.15)) return;
  // What had arrived is in the trash there afterwards, as well.
  for (const id of ids) stage.copied.add(id);
  await answered(lab, stage.ui.api.undo({ group: accepted.value.group }));
}

const keyIn = ({ id, generation: of }: Mailbox, n: number) =>
  messageKey({ mailbox: id, generation: generation(of), uid: uid(n) });

/** What was between the two by then may be in both. */
async function removeOther(lab: Lab): Promise<void> {
  const { stage } = lab.subject;
  const other = stage.accounts().find(({ id }) => id !== stage.account.id);
  if (!other) return;
  for (const id of lab.brought) stage.copied.add(id);
  await answered(lab, stage.ui.api.removeAccount({ account: other.id, force: true }));
}
