import type { AccountInsight, FolderInsight, MessageInsight } from '@shared/contract/inspect';
import type { DistrustReason } from '@shared/contract/trust';
import { messageKey, parseMessageKey } from '@shared/model/ids';
import { exactDate, formatCount, formatSize, relativeDate } from '../../i18n/format';
import { t } from '../../i18n';
import { operationWords } from '../activity';
import { useEngineState } from '../../state/engine-state';

/** One line of an inspector: a name and what is known. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** Further lines. */
  readonly more?: readonly string[];
  readonly tone?: 'warning';
}

const when = (ms: number | null): string =>
  ms === null || ms === 0 ? t('inspector.never') : `${exactDate(ms)} (${relativeDate(ms)})`;

/** What a server did against its word. */
export const distrustWords = ({ code, details }: DistrustReason): string =>
  t(`inspector.distrustReasons.${code}`, details);

/** What is known of an account's connections, one fact a line. */
export function accountFacts(insight: AccountInsight): readonly Fact[] {
  const { connections, distrusted, capabilities, enabled, greeting, serverId, retryAt } = insight;
  const told = (name: string, value: string): readonly Fact[] =>
    value === '' ? [] : [{ name: t(`inspector.${name}`), value }];
  const [first, ...others] = connections.map(
    ({ purpose, mailbox, encrypted }) =>
      `${t(`inspector.purpose.${purpose}`)}${mailbox ? ` ${t('inspector.selected', { folder: mailbox })}` : ''}, ` +
      t(encrypted ? 'inspector.encrypted' : 'inspector.notEncrypted'),
  );
  return [
    {
      name: t('inspector.state'),
      value: t(`activity.phase.${insight.phase === 'idle' ? 'idleNever' : insight.phase}`),
    },
    { name: t('inspector.server'), value: `${insight.host} (${insight.protocol.toUpperCase()})` },
    { name: t('inspector.connections'), value: first ?? t('inspector.noConnection'), more: others },
    { name: t('inspector.lastSync'), value: when(insight.lastSync) },
    ...(retryAt === null ? [] : [{ name: t('inspector.retryAt'), value: when(retryAt) }]),
    { name: t('inspector.strategyLabel'), value: t(`inspector.strategy.${insight.strategy}`) },
    ...(distrusted.length === 0
      ? [{ name: t('inspector.distrusted'), value: t('inspector.distrustedNone') }]
      : []),
    ...told('greeting', greeting),
    ...told('serverId', serverId),
    ...told('enabled', enabled.join(' ')),
    ...told('capabilities', capabilities.join(' ')),
  ];
}

/** The cells of a folder's row, in the order of `folderColumns`. */
export function folderCells(folder: FolderInsight): readonly string[] {
  const number = (value: number | null): string =>
    value === null || value === 0 ? t('inspector.unknown') : String(value);
  const count = (value: number | null): string =>
    value === null ? t('inspector.unknown') : formatCount(value);
  return [
    folder.name,
    count(folder.local),
    count(folder.server),
    t(`inspector.strategyShort.${folder.strategy}`),
    number(folder.uidValidity),
    number(folder.uidNext),
    folder.highestModSeq ?? t('inspector.unknown'),
    folder.provenAt === 0 ? t('inspector.never') : relativeDate(folder.provenAt),
    backfill(folder),
  ];
}

export const folderColumns = (): readonly string[] => [
  t('inspector.folder'),
  t('inspector.here'),
  t('inspector.there'),
  t('inspector.strategyLabel'),
  'UIDVALIDITY',
  'UIDNEXT',
  'HIGHESTMODSEQ',
  t('inspector.proven'),
  t('inspector.backfill'),
];

function backfill({ floor, strategy }: FolderInsight): string {
  if (strategy === 'local' || strategy === 'pop3' || floor === 1) return t('inspector.whole');
  return floor === 0 ? t('inspector.notYet') : t('inspector.fromUid', { uid: floor });
}

/** Everything, as text to be sent to whoever helps. Names of folders are in it, subjects are not. */
export function accountText(insight: AccountInsight): string {
  const rows = [folderColumns(), ...insight.folders.map(folderCells)];
  return [
    `${t('inspector.title')}: ${insight.label}`,
    ...factLines(accountFacts(insight)),
    ...insight.distrusted.map(
      ({ capability, reason }) => `${t('inspector.distrusted')}: ${capability}: ${distrustWords(reason)}`,
    ),
    '',
    ...rows.map((cells) => cells.join('\t')),
    ...insight.folders.flatMap(({ name, trouble }) =>
      trouble ? [`${name}: ${trouble.code} ${trouble.server}`] : [],
    ),
  ].join('\n');
}

/** What is known of a message, one fact a line. */
export function messageFacts(insight: MessageInsight): readonly Fact[] {
  const m = (key: string, options?: Record<string, unknown>): string =>
    t(`inspector.message.${key}`, options);
  const { ref, forwarding, operations, parts } = insight;
  const place = (key: Parameters<typeof parseMessageKey>[0]): string => {
    const { mailbox, generation, uid } = parseMessageKey(key);
    const folder = useEngineState.getState().mailboxes.find(({ id }) => id === mailbox)?.name ?? mailbox;
    return `${folder}, ${m('generation', { generation, uid })}`;
  };
  const list = (name: string, lines: readonly string[], none: string): Fact => ({
    name: m(name),
    value: lines[0] ?? m(none),
    more: lines.slice(1),
  });
  const here = messageKey(ref);
  return [
    { name: m('where'), value: `${insight.account}, ${insight.folder}` },
    {
      name: m('reference'),
      value: place(here),
      ...(insight.current ? {} : { more: [m('old')], tone: 'warning' as const }),
    },
    ...(insight.asked === here ? [] : [{ name: m('asked'), value: place(insight.asked) }]),
    list(
      'forwarding',
      forwarding.map(({ from, to }) => `${place(from)} → ${place(to)}`),
      'noForwarding',
    ),
    list(
      'operations',
      operations.map(
        (operation) =>
          `${operationWords(operation, useEngineState.getState().mailboxes)}: ${t(`activity.state.${operation.state}`)}`,
      ),
      'noOperations',
    ),
    { name: m('flags'), value: insight.flags.join(' ') || m('noFlags') },
    {
      name: m('body'),
      value: m(`bodyState.${insight.body}`),
      ...(insight.body === 'cut' ? { tone: 'warning' as const } : {}),
    },
    list(
      'parts',
      parts.map(
        ({ section, name, type, size, here: isHere }) =>
          `${section} ${name || type}, ${formatSize(size)}, ${m(isHere ? 'partHere' : 'partThere')}`,
      ),
      'noParts',
    ),
    { name: m('size'), value: formatSize(insight.size) },
    { name: m('date'), value: insight.internalDate === null ? '' : exactDate(insight.internalDate) },
    { name: m('messageId'), value: insight.messageId },
    { name: m('identity'), value: insight.identity },
    ...(insight.known ? [] : [{ name: m('body'), value: m('unknown'), tone: 'warning' as const }]),
  ];
}

export const messageText = (insight: MessageInsight): string =>
  [insight.subject, ...factLines(messageFacts(insight))].join('\n');

const factLines = (facts: readonly Fact[]): readonly string[] =>
  facts.flatMap(({ name, value, more = [] }) => [`${name}: ${value}`, ...more.map((line) => `  ${line}`)]);
