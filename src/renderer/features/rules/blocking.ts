import type { ListRow, MessageDetail, ViewInfo } from '@shared/contract/view-api';
import type { Address } from '@shared/model/message';
import { blockingEntry, domainEntry, entriesOf } from '@shared/rules/blocked';
import { t } from '../../i18n';
import { session } from '../../state/connection';
import { accountConfigs, useEngineState } from '../../state/engine-state';
import { say } from '../../state/say';
import { noFilters } from '../../state/selection';
import { showToast } from '../../state/toasts';
import { openDialog } from '../../state/ui';
import type { MenuEntry } from '../../ui';

/** Why somebody may not want to block whom they are about to. */
export type BlockRisk = 'own' | 'written' | null;

/** The entry by which an address is blocked now; null: it is not. */
export const blockedBy = (address: string): string | null =>
  blockingEntry(address, entriesOf(useEngineState.getState().settings.blocked));

/** An entry as people read it: the domain without its `@`. */
export const entryName = (entry: string): string => entry.replace(/^@/, '');

/** Who wrote, to be blocked; null where nobody is named, or it is oneself's to send. */
function senderOf(from: readonly Address[]): string | null {
  const [author] = from;
  return author && domainEntry(author.address) !== '' ? author.address.toLowerCase() : null;
}

/** Blocks at once, and offers to take it back; asks first about oneself, people one has written to, and whole domains. */
export function wantToBlock(entry: string): void {
  say(
    riskOf(entry).then((risk) => {
      if (risk === null && !entry.startsWith('@')) block(entry);
      else openDialog({ kind: 'block', entry, risk });
    }),
  );
}

export function block(entry: string): void {
  say(
    session()
      .engine.api.block({ entry })
      .then(() =>
        showToast({
          text: t('rules.block.done', { who: entryName(entry) }),
          action: {
            label: t('common.undo'),
            run: () => say(session().engine.api.unblock({ entries: [entry] })),
          },
        }),
      ),
  );
}

export function unblock(entry: string): void {
  say(
    session()
      .engine.api.unblock({ entries: [entry] })
      .then(() =>
        showToast({
          text: t('rules.block.undone', { who: entryName(entry) }),
          action: { label: t('common.undo'), run: () => say(session().engine.api.block({ entry })) },
        }),
      ),
  );
}

/** What speaks against blocking. @returns null when nothing does, or when that can't be found out now. */
async function riskOf(entry: string): Promise<BlockRisk> {
  const blocks = new Set([entry]);
  const own = accountConfigs().flatMap(({ identities }) => identities.map(({ address }) => address));
  if (own.some((address) => blockingEntry(address, blocks) !== null)) return 'own';
  return (await haveWrittenTo(entry)) ? 'written' : null;
}

/** Reading what Sent holds of so many messages takes a while; who blocks somebody does not wait longer, ms. */
const PATIENCE_MS = 3000;

/** Whether a sent message went to an address, or to one at a domain. */
async function haveWrittenTo(entry: string): Promise<boolean> {
  const { view } = session();
  let settle: (info: ViewInfo) => void = () => undefined;
  const settled = new Promise<ViewInfo>((resolve) => (settle = resolve));
  let name = '';
  const stop = view.on('viewChanged', (info) => {
    if (info.view === name && !info.loading) settle(info);
  });
  let timer: ReturnType<typeof setTimeout> | null = null;
  try {
    const info = await view.api.open({
      query: {
        scope: { kind: 'role', role: 'sent' },
        text: `to:"${entry}"`,
        ...noFilters,
        threaded: false,
        sort: 'newest',
      },
      coverage: false,
    });
    name = info.view;
    if (!info.loading || info.total > 0) return info.total > 0;
    const late = new Promise<ViewInfo>((resolve) => (timer = setTimeout(() => resolve(info), PATIENCE_MS)));
    return (await Promise.race([settled, late])).total > 0;
  } finally {
    stop();
    if (timer !== null) clearTimeout(timer);
    if (name !== '') say(view.api.close({ view: name }));
  }
}

/** What the menu of one message has about its sender. */
export function senderEntries({ envelope }: Pick<MessageDetail, 'envelope'>): MenuEntry[] {
  const address = senderOf(envelope.from);
  if (address === null) return [];
  const entry = blockedBy(address);
  if (entry !== null) {
    return [
      {
        id: 'unblock',
        label: t('rules.block.unblock', { who: entryName(entry) }),
        icon: 'allowed',
        run: () => unblock(entry),
      },
    ];
  }
  return [
    { id: 'block', label: t('commands.block'), icon: 'blocked', run: () => wantToBlock(address) },
    {
      id: 'block-domain',
      label: t('rules.block.domain', { domain: entryName(domainEntry(address)) }),
      run: () => wantToBlock(domainEntry(address)),
    },
  ];
}

/** The sender that a row stands for. */
export const senderOfRow = (row: Pick<ListRow, 'from'> | null | undefined): string | null =>
  row ? senderOf(row.from) : null;
