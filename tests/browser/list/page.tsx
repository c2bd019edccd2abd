import '@renderer/ui/tokens.css';
import '@renderer/ui/base.css';
import '@renderer/features/list/list.css';
import { createRoot, type Root } from 'react-dom/client';
import { MessageList } from '@renderer/features/list/message-list';
import { startI18n } from '@renderer/i18n';
import { useList } from '@renderer/state/list';
import { useSelection } from '@renderer/state/selection';
import { type ViewApi, ViewWindow } from '@renderer/state/view-window';
import { type ListRow, type ViewInfo, viewQuery } from '@shared/contract/view-api';
import type { AccountId, MailboxId, MessageKey } from '@shared/model/ids';
import type { ListLab } from './lab';

/** The list alone, over rows that are made when they are asked for: a million of them cost no more than a thousand. */
const query = (mailbox: string) => viewQuery.parse({ scope: { kind: 'mailbox', mailbox }, threaded: false });

function row(uid: number, subject = `Subject ${uid}`): ListRow {
  const key = `inbox/1/${uid}` as MessageKey;
  return {
    key,
    ref: { mailbox: 'inbox', generation: 1, uid } as ListRow['ref'],
    account: 'a' as AccountId,
    mailbox: 'inbox' as MailboxId,
    from: [{ name: `Person ${uid % 97}`, address: `p${uid % 97}@example.org` }],
    to: [],
    subject,
    preview: 'First words of the message, as they are in the list',
    date: 1_700_000_000_000 + uid * 60_000,
    size: 1000,
    flags: 0,
    keywords: [],
    messageId: `${uid}@example.org`,
    threadCount: 1,
    threadUnread: 1,
    threadFlagged: 0,
    participants: [],
    threadKeys: [key],
    labels: [],
    pending: 0,
  };
}

let total = 0;
let version = 1;
let changed: (info: ViewInfo) => void = () => undefined;
const info = (): ViewInfo => ({ view: 'v', version, total, unread: total, loading: false });
const rows = (from: number, to: number): ListRow[] =>
  Array.from({ length: Math.max(0, Math.min(to, total) - from) }, (_, i) => row(total - from - i));

const view = {
  api: {
    open: ({ rows: first = 0 }: { rows?: number }) => Promise.resolve({ ...info(), rows: rows(0, first) }),
    close: () => Promise.resolve(undefined),
    rows: ({ from, to }: { from: number; to: number }) =>
      Promise.resolve({ version, total, rows: rows(from, to) }),
    locate: ({ key }: { key: MessageKey }) =>
      Promise.resolve({ index: total - Number(key.split('/')[2]), key }),
  },
  on: (name: string, listener: (info: ViewInfo) => void) => {
    if (name === 'viewChanged') changed = listener;
    return () => undefined;
  },
} as unknown as ViewApi;

let drawn: Root | null = null;
function root(): Root {
  const element = document.getElementById('root');
  if (!element) throw new Error('the page has no #root');
  element.className = 'list';
  element.style.cssText = 'position:fixed; inset:0; display:flex; flex-direction:column';
  return createRoot(element);
}

const lab: ListLab = {
  async show(count, mailbox = 'inbox') {
    total = count;
    const window = await ViewWindow.open(view, query(mailbox));
    useList.setState({ window });
    drawn ??= root();
    drawn.render(<MessageList window={window} label={mailbox} />);
  },
  arrive(count) {
    total += count;
    version++;
    changed(info());
  },
  cursor: () => useSelection.getState().cursor?.index ?? -1,
};

void startI18n('en').then(() => Object.assign(window, { lab }));
