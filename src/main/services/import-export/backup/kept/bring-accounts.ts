import type { AccountConfig, Identity } from '@shared/contract/account';
import type { KeptKind } from '@shared/contract/import-export';
import { type AccountId, THIS_COMPUTER } from '@shared/model/ids';
import type { JournalRecord } from '@shared/ports/vault';
import { hex } from '@shared/util/hex';
import type { KnownMailbox } from '../../../../sync/mailbox-registry';
import { newMailbox } from '../../../local-mail/execute';
import type { BringContext } from './bring-back';
import type { KeptValue } from './values';

export interface Kept<K extends KeptKind> {
  readonly id: string;
  readonly value: KeptValue<K>;
}

/**
 * Accounts and their folders: one that is not here is added as it was, without its passwords; one that is here gets what it
 * lacks – identities, and what is empty in those that it has.
 * @param onAdded hears of each account whose runner is to be started.
 */
export async function bringAccounts(
  context: BringContext,
  onAdded: (account: AccountId) => void,
): Promise<void> {
  const added = new Set<AccountId>();
  for (const { value } of context.of('account')) {
    context.signal.throwIfAborted();
    const config = { ...value.config, identities: await withPictures(context, value.config) };
    const here = context.names.here(config);
    if (here) await complete(context, config, here);
    else {
      const account = context.names.newAccountId(config.id);
      context.names.isAccount(config.id, account);
      await add(context, { ...config, id: account, demo: false }, config.id);
      added.add(account);
      onAdded(account);
    }
    const { policies } = context.engine.keeping;
    const account = context.names.account(config.id);
    if (account && value.policy && policies.table.latest(`account/${account}`) === undefined)
      await policies.choose(account, null, value.policy);
  }
  await bringFolders(context, added);
}

/** Identities with those of their pictures that the backup has whole. */
async function withPictures(
  context: BringContext,
  { label, identities }: AccountConfig,
): Promise<Identity[]> {
  const out: Identity[] = [];
  for (const identity of identities) {
    const pictures: NonNullable<Identity['signaturePictures']> = [];
    for (const picture of identity.signaturePictures ?? [])
      if (await context.file(picture.blob, `${label} · ${identity.address}`)) pictures.push(picture);
    out.push({ ...identity, ...(identity.signaturePictures && { signaturePictures: pictures }) });
  }
  return out;
}

/** The account with its folders, in one unit: what refers to them finds them, whatever ends it. */
async function add(context: BringContext, config: AccountConfig, savedAs: AccountId): Promise<void> {
  const { engine, names } = context;
  const records: JournalRecord[] = [];
  for (const { value } of context.of('folder')) {
    const { known } = value;
    if (known.account !== savedAs) continue;
    const id = names.newMailboxId(known.id);
    names.isMailbox(known.id, id);
    records.push(engine.registry.table.put(id, { ...known, id, account: config.id }));
  }
  const { pop3 } = config;
  const into = pop3?.into === undefined ? null : names.account(pop3.into);
  const { into: _saved, ...policy } = pop3 ?? { leave: 'always' as const, days: 1 };
  const placed: AccountConfig = pop3 ? { ...config, pop3: { ...policy, ...(into && { into }) } } : config;
  await engine.parts.vault.appendAll([engine.accounts.placed(placed), ...records]);
  context.count('account', true);
  for (let n = 0; n < records.length; n++) context.count('folder', true);
}

/** Gives an account that is here what it lacks. */
async function complete(context: BringContext, saved: AccountConfig, here: AccountConfig): Promise<void> {
  const { engine, names } = context;
  names.isAccount(saved.id, here.id);
  let changed = false;
  const config = await engine.accounts.update(here.id, (now) => {
    const identities = [...now.identities];
    for (const one of saved.identities) {
      const at = identities.findIndex(({ address }) => address.toLowerCase() === one.address.toLowerCase());
      const known = identities[at];
      const next = known ? completed(known, one) : withOwnId(one, identities, engine.parts.crypto);
      names.isIdentity(saved.id, one.id, next.id);
      if (known) identities[at] = next;
      else identities.push(next);
      changed ||= next !== known;
    }
    return changed ? { ...now, identities } : now;
  });
  context.count('account', changed);
  if (changed) engine.runners.get(here.id)?.update(config);
}

const isUnsigned = ({ signature, signatureHtml }: Identity): boolean =>
  signature === '' && (signatureHtml ?? '') === '';

/** An identity with what is empty in it as it was saved; the very same when nothing is. */
function completed(here: Identity, saved: Identity): Identity {
  const { signature, signatureHtml, signaturePictures } = saved;
  const sign = isUnsigned(here) && !isUnsigned(saved);
  const fields = (['name', 'replyTo', 'organization'] as const).filter(
    (field) => here[field] === '' && saved[field] !== '',
  );
  if (!sign && fields.length === 0) return here;
  return {
    ...here,
    ...Object.fromEntries(fields.map((field) => [field, saved[field]])),
    ...(sign && {
      signature,
      ...(signatureHtml === undefined ? {} : { signatureHtml }),
      ...(signaturePictures === undefined ? {} : { signaturePictures }),
    }),
  };
}

function withOwnId(
  identity: Identity,
  others: readonly Identity[],
  crypto: { randomBytes(length: number): Uint8Array },
): Identity {
  if (!others.some(({ id }) => id === identity.id)) return identity;
  return { ...identity, id: hex(crypto.randomBytes(8)) };
}

/**
 * What the folders of accounts that were here are called there, and what is kept of each for reading without a connection.
 * Those that live here only, and are not here, are made.
 */
async function bringFolders(context: BringContext, added: ReadonlySet<AccountId>): Promise<void> {
  const { engine, names } = context;
  const { keeping, local } = engine;
  const folders = context.of('folder');
  if (folders.some(({ value }) => value.known.account === THIS_COMPUTER))
    await local.openAccount(THIS_COMPUTER);
  const made = new Set<AccountId>();
  for (const { value } of folders) {
    context.signal.throwIfAborted();
    const { known, policy } = value;
    const account = names.account(known.account);
    if (account === null) continue;
    let here = names.folderHere(known, account);
    if (here) {
      if (!added.has(account)) context.count('folder', false);
    } else if (known.local && (account === THIS_COMPUTER || engine.isPop3(account))) {
      here = await makeFolder(context, known, account);
      made.add(account);
    } else continue;
    names.isMailbox(known.id, here.id);
    if (policy && keeping.policies.table.latest(here.id) === undefined)
      await keeping.policies.choose(account, here.id, policy);
  }
  for (const account of made) local.mailboxesChanged(account);
  engine.tell('offline', keeping.keeper.status());
}

async function makeFolder(
  { engine, names, count }: BringContext,
  known: KnownMailbox,
  account: AccountId,
): Promise<KnownMailbox> {
  const { registry, parts } = engine;
  const made: KnownMailbox = {
    ...newMailbox(
      account,
      known.name,
      registry.withRole(account, known.role) ? null : known.role,
      parts.crypto,
    ),
    id: names.newMailboxId(known.id),
  };
  await parts.vault.appendAll([registry.table.put(made.id, made)]);
  count('folder', true);
  return made;
}
