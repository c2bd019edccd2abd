import { lazy, Suspense, useState } from 'react';
import type { MessageDetail } from '@shared/contract/view-api';
import { useT } from '../../../i18n';
import { useEngine } from '../../../state/connection';
import { say } from '../../../state/say';
import { Button, Notice } from '../../../ui';
import { leaves, shownFileName } from './attachments';

const ImportKeys = lazy(() => import('../../encryption').then((found) => ({ default: found.ImportKeys })));

/** Keys that a letter brings along (RFC 3156 §7), taken in when somebody wants to; nobody is believed for sending one. */
export function KeysCard({ message }: { readonly message: MessageDetail }) {
  const t = useT();
  const engine = useEngine();
  const [url, setUrl] = useState<string | null>(null);
  const part = leaves(message.structure).find(({ type }) => type === 'application/pgp-keys');
  if (part === undefined) return null;
  const fetch = (): void =>
    say(engine.api.fetchPart({ ref: message.ref, section: part.section }).then((found) => setUrl(found.url)));
  return (
    <Notice
      compact
      actions={
        <Button size="small" onPress={fetch}>
          {t('openpgp.import.title')}
        </Button>
      }
    >
      {t('openpgp.line.brings', { name: shownFileName(part.filename, 'key.asc') })}
      <Suspense>
        {url !== null && <ImportKeys from={{ kind: 'part', url }} onClose={() => setUrl(null)} />}
      </Suspense>
    </Notice>
  );
}
