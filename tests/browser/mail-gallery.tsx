import './no-eval';
import '@renderer/ui/tokens.css';
import '@renderer/ui/base.css';
import '@renderer/ui/ui.css';
import '@renderer/ui/picker.css';
import '@renderer/features/reader/reader.css';
import '@renderer/features/rules/rules.css';
import '@renderer/features/compose/editor/rich-editor.css';
import '@renderer/features/compose/compose.css';
import { createRoot } from 'react-dom/client';
import { Composers } from '@renderer/features/compose';
import { ReaderPane } from '@renderer/features/reader';
import { startI18n } from '@renderer/i18n';
import { prepareDocument } from '@renderer/app/prepare';
import { commands } from '@renderer/state/commands';
import { SessionProvider } from '@renderer/state/connection';
import { follow } from '@renderer/state/engine-state';
import { useSelection } from '@renderer/state/selection';
import { installShortcuts } from '@renderer/state/shortcuts';
import { Toasts } from '@renderer/ui';
import type { DraftId } from '@shared/model/ids';
import { PAYLOADS_A_PAGE } from '../corpora/xss/payloads';
import { AWKWARD, DRAFTS, scriptMails } from './awkward-mails';
import { labSession } from './mail-session';

/** The real reader and composer on a few awkward mails: `/?mail=newsletter&theme=dark`, `/?draft=rich`. */
const wanted = new URLSearchParams(location.search);
const theme = wanted.get('theme');
if (theme !== null) document.documentElement.dataset['theme'] = theme;
const scripts = wanted.get('scripts');
const mails =
  scripts === null
    ? (AWKWARD[wanted.get('mail') ?? '']?.() ?? [])
    : scriptMails(Number(scripts), PAYLOADS_A_PAGE);
const draft = DRAFTS[(wanted.get('draft') ?? '') as keyof typeof DRAFTS]?.() ?? null;
const lab = labSession(mails, draft, wanted.get('online') !== 'no');
const runs: string[] = [];
Object.assign(window, { lab, __runs: runs, __ran: (what: unknown) => void runs.push(String(what)) });
document.addEventListener(
  'securitypolicyviolation',
  (event) => void runs.push(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
);
follow(lab.session);
installShortcuts(window, commands);
prepareDocument();
if (draft !== null) useSelection.getState().openComposer('draft-1' as DraftId);

const root = document.getElementById('root');
if (root === null) throw new Error('no #root');
void startI18n(wanted.get('lang') ?? 'en').then(() => {
  createRoot(root).render(
    <SessionProvider value={lab.session}>
      <ReaderPane messageKey={mails.at(-1)?.key ?? null} threadKeys={mails.map((mail) => mail.key)} />
      <Composers />
      <Toasts />
    </SessionProvider>,
  );
});
