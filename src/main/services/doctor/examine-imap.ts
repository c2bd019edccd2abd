import { isMailError } from '@shared/errors/mail-error';
import { fetch, list, noop, select, SeqSet, status, UidSet, type ListedMailbox } from '../../imap';
import type { SessionPorts } from '../../sync/open-session';
import { assignRoles } from '../../sync/roles';
import { ACCOUNT_CHECKS } from './checks/account-checks';
import { NEWEST, type Check, type CheckContext, type Sample } from './checks/check';
import { MESSAGE_CHECKS } from './checks/message-checks';
import { SESSION_CHECKS, WRITING_CLAIMS } from './checks/session-checks';
import { cleanUp, setUp, WRITING_CHECKS } from './checks/writing-checks';
import { Patient, type DoctorTarget } from './patient';
import { planFor, quirkFacts } from './plan';
import { failed, unclear, type CheckedCapability, type Finding, type ImapReport } from './report';
import { measureRoundTrip } from './round-trip';

/** Mailboxes asked for their counters when INBOX is empty. */
const SAMPLE_CANDIDATES = 10;

/**
 * Examines an IMAP server by reading only: mailboxes are EXAMINEd, bodies PEEKed, and no command is sent that changes
 * a message, a flag, a mailbox or a setting that outlives the connection. With `write` what can only be tried by
 * writing is tried too, in two mailboxes that are made for it and deleted again.
 * @throws MailError when the server cannot be reached, is not safe, refuses the login, or ends connection after
 *   connection.
 */
export async function examineImap(
  target: DoctorTarget,
  ports: SessionPorts,
  { write = false }: { readonly write?: boolean } = {},
): Promise<ImapReport> {
  const patient = await Patient.open(target, ports);
  try {
    const { greeting, serverId } = patient.client;
    const claimed = patient.client.capabilities.words;
    const roundTripMs = await measureRoundTrip(ports.clock, () => patient.run(noop()));
    const mailboxes = await patient.run(list('plain', {}));
    const context: CheckContext = { patient, mailboxes };
    const checks: CheckedCapability[] = [];
    for (const check of ACCOUNT_CHECKS) checks.push(...(await attempt(check, context)));

    const named = await namedMailboxes(context);
    const chosen = await chooseSample(context);
    for (const check of MESSAGE_CHECKS) {
      checks.push(...(await attempt(check, context, (base) => withSample(check, base, chosen))));
    }
    if (write) checks.push(...(await tryWriting(context)));
    for (const check of SESSION_CHECKS) checks.push(...(await attempt(check, context)));
    const tried = new Set(checks.map(({ capability }) => capability));
    checks.push(...untried(patient, claimed).filter(({ capability }) => !tried.has(capability)));

    return {
      format: 1,
      protocol: 'imap',
      connection: patient.facts(),
      greeting,
      id: serverId && Object.fromEntries([...serverId].map(([name, value]) => [name, value ?? ''])),
      claimed: { beforeLogin: patient.beforeLogin, afterLogin: claimed },
      checks,
      mailboxes: {
        count: named.length,
        roles: [...assignRoles(named)].flatMap(([{ name }, role]) => (role === null ? [] : [{ role, name }])),
        sample: chosen && { name: chosen.name, messages: chosen.selected.exists },
      },
      roundTripMs,
      quirks: quirkFacts(patient.client.quirks),
      plan: planFor(patient.client, checks),
      connections: patient.connections,
    };
  } finally {
    await patient.close();
  }
}

/** Runs one check if the server claims it. What the server refuses or breaks is the finding. */
async function attempt<C extends CheckContext>(
  check: Check<C>,
  context: CheckContext,
  run: (context: CheckContext) => Promise<Finding> = (base) => (check as Check).try(base),
): Promise<CheckedCapability[]> {
  const { claim } = check;
  const capability = check.title ?? claim ?? '';
  const { client } = context.patient;
  if (claim !== null && !client.capabilities.has(claim)) {
    const isClaimed = client.capabilities.words.some((word) => word.toUpperCase() === claim);
    if (!isClaimed) return [];
    return [{ capability, outcome: 'not-tried', detail: 'Known not to work on this server.' }];
  }
  try {
    return [{ capability, ...(await run(context)) }];
  } catch (error) {
    if (!isMailError(error)) throw error;
    await context.patient.recover();
    const words = error.server === undefined || error.server === '' ? '' : ` The server: ${error.server}`;
    return [{ capability, ...failed(`${error.message}${words}`) }];
  }
}

async function tryWriting(context: CheckContext): Promise<CheckedCapability[]> {
  // What is in a deleted mailbox stays in All Mail there (G12): it could not be taken away again.
  if (context.patient.client.capabilities.has('X-GM-EXT-1')) return [];
  const found: CheckedCapability[] = [];
  let bench: Awaited<ReturnType<typeof setUp>>;
  try {
    bench = await setUp(context);
  } catch (error) {
    if (!isMailError(error)) throw error;
    return [{ capability: 'CREATE', ...failed(`No mailbox could be made to try in. ${error.server ?? ''}`) }];
  }
  try {
    for (const check of WRITING_CHECKS) found.push(...(await attempt(check, bench, () => check.try(bench))));
  } finally {
    const left = await cleanUp(bench);
    if (left.length > 0)
      found.push({ capability: 'DELETE', ...failed(`Could not be deleted again: ${left.join(', ')}.`) });
  }
  return found;
}

async function withSample(
  check: (typeof MESSAGE_CHECKS)[number],
  context: CheckContext,
  sample: Sample | null,
): Promise<Finding> {
  if (sample === null) {
    return unclear(
      context.patient.client.quirks.selectInsteadOfExamine
        ? 'This server cannot open a mailbox for reading only.'
        : 'There is no message to look at.',
    );
  }
  const { client } = context.patient;
  if (client.view === null)
    await context.patient.run(select(sample, { readOnly: true, ...condstoreOf(client) }));
  return check.try({ ...context, sample });
}

const condstoreOf = ({ capabilities }: Patient['client']): { condstore?: true } =>
  capabilities.has('CONDSTORE') ? { condstore: true } : {};

/** As the sync engine asks for them; the plain list where that form is refused. */
async function namedMailboxes({ patient, mailboxes }: CheckContext): Promise<readonly ListedMailbox[]> {
  try {
    return await patient.client.list();
  } catch (error) {
    if (isMailError(error) && error.kind === 'refused') return mailboxes;
    throw error;
  }
}

/** INBOX, or the first mailbox that has messages; opened for reading only. */
async function chooseSample({ patient, mailboxes }: CheckContext): Promise<Sample | null> {
  // On such a server even looking would take the \Recent flags from other clients.
  if (patient.client.quirks.selectInsteadOfExamine) return null;
  const isInbox = ({ name }: ListedMailbox): boolean => name.toUpperCase() === 'INBOX';
  const candidates = mailboxes
    .filter(({ attributes }) => !attributes.includes('\\noselect') && !attributes.includes('\\nonexistent'))
    .sort((a, b) => Number(isInbox(b)) - Number(isInbox(a)))
    .slice(0, SAMPLE_CANDIDATES);
  for (const box of candidates) {
    const { messages } = await patient.run(status(box, ['MESSAGES']));
    if (messages === 0) continue;
    const selected = await patient.run(select(box, { readOnly: true, ...condstoreOf(patient.client) }));
    if (selected.exists === 0) continue;
    const uids: number[] = [];
    const last = SeqSet.range(Math.max(1, selected.exists - NEWEST + 1), selected.exists);
    await patient.run(fetch(last, ['FLAGS'], {}, ({ uid }) => void (uid === null ? 0 : uids.push(uid))));
    return { wire: box.wire, name: box.name, selected, newest: UidSet.from(uids.sort((a, b) => a - b)) };
  }
  return null;
}

const untried = (patient: Patient, claimed: readonly string[]): CheckedCapability[] =>
  WRITING_CLAIMS.filter((name) =>
    claimed.some((word) => word.toUpperCase() === name || word.toUpperCase().startsWith(`${name}=`)),
  ).map((capability) => ({
    capability,
    outcome: 'not-tried',
    detail: patient.client.quirks.remove.has(capability)
      ? 'Known not to work on this server.'
      : 'Trying it would change something.',
  }));
