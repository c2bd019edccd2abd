import { createRoot } from 'react-dom/client';
import { startI18n } from '../../i18n';
import { commands } from '../../state/commands';
import { SessionProvider } from '../../state/connection';
import { follow } from '../../state/engine-state';
import { followPlace } from '../../state/first-place';
import { followList } from '../../state/list';
import { installShortcuts } from '../../state/shortcuts';
import { fakeSession } from '../../state/testing/fake-session';
import type { WorldOptions } from '../../state/testing/fake-world';
import { keyIsFree } from '../../state/ui';
import { App } from '../app';
import { prepareDocument } from '../prepare';

/**
 * The whole UI on a fake engine and store, for looking at it: `gallery.html#inbox=100000&phase=trouble&theme=dark`.
 * Not shipped.
 */
const wanted = new URLSearchParams(location.hash.slice(1));
const number = (name: string, other: number): number => Number(wanted.get(name) ?? other);
const theme = wanted.get('theme');
const density = wanted.get('density');
const phase = wanted.get('phase');
const accounts = number('accounts', 2);

const options: WorldOptions = {
  accounts: accounts === 0 ? 0 : accounts === 1 ? 1 : 2,
  inbox: number('inbox', 140),
  online: wanted.get('online') !== 'no',
  settings: {
    language: wanted.get('lang') ?? 'en',
    theme: theme === 'dark' || theme === 'light' ? theme : 'system',
    density: density === 'compact' || density === 'roomy' ? density : 'normal',
    threaded: wanted.get('threaded') !== 'no',
  },
  ...(wanted.has('jobs') ? { jobs: true } : {}),
  ...(wanted.has('away') ? { away: true } : {}),
  ...(wanted.has('notice') ? { notice: wanted.get('notice') ?? '' } : {}),
  ...(wanted.has('changes') ? { changes: number('changes', 0) } : {}),
  ...(phase === 'first-sync' || phase === 'trouble' || phase === 'weaker-login' || phase === 'outbox'
    ? { phase }
    : {}),
};

prepareDocument();
const session = fakeSession(options, {
  delayMs: number('delay', 0),
  storeDelayMs: number('storeDelay', 0),
  weakSecrets: wanted.get('secrets') === 'weak',
  probes: wanted.get('probe')
    ? [
        {
          incoming: {
            ok: false,
            code: wanted.get('probe') ?? '',
            server: wanted.get('server') ?? '',
            details: { host: 'imap.example.com', port: 993, names: 'mail.hoster.example' },
            facts: {
              fingerprint:
                'AB:12:9F:33:0C:71:5E:88:21:4D:90:FA:6B:C4:02:77:AB:12:9F:33:0C:71:5E:88:21:4D:90:FA:6B:C4:02:77',
              subject: 'CN=mail.hoster.example',
              issuer: 'CN=Hoster Test CA',
              validTo: '2027-03-01',
            },
          },
          outgoing: { ok: true, code: '', server: '', details: {}, facts: {} },
        },
      ]
    : [],
});
follow(session);
followPlace();
followList(session);
installShortcuts(window, commands, keyIsFree);
if (wanted.has('desktop')) {
  const desktop = wanted.get('desktop');
  session.world.desktop = {
    icon: desktop === 'mac' ? 'menu-bar' : 'tray',
    iconShown: desktop !== 'bare',
    atLogin: true,
  };
}
Object.assign(globalThis, { tern: session });

const root = document.getElementById('root');
if (!root) throw new Error('gallery.html has no #root');
void startI18n(options.settings?.language ?? 'en').then(() => {
  createRoot(root).render(
    <SessionProvider value={session}>
      <App />
    </SessionProvider>,
  );
});
