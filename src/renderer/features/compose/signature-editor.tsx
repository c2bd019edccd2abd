import { lazy, Suspense, useState } from 'react';
import type { Identity } from '@shared/contract/account';
import { useT } from '../../i18n';
import { Checkbox, TextField } from '../../ui';
import { fromText, toHtml, toText } from './editor/serialise';

const RichEditor = lazy(() =>
  import('./editor/rich-editor').then(({ RichEditor: component }) => ({ default: component })),
);

const NO_IMAGES: ReadonlyMap<string, string> = new Map();

/** An identity's signature, plain or with formatting. The plain words are kept beside, for plain messages. */
export function SignatureEditor({
  identity: { signature, signatureHtml = '' },
  onEdit,
}: {
  readonly identity: Identity;
  readonly onEdit: (change: Pick<Identity, 'signature' | 'signatureHtml'>) => void;
}) {
  const t = useT();
  const [rich, setRich] = useState(signatureHtml !== '');
  const label = t('accounts.settings.signature');
  return (
    <div className="form">
      {rich ? (
        <div className="ui-field">
          <span className="ui-label">{label}</span>
          <div className="compose-signature">
            <Suspense>
              <RichEditor
                start={signatureHtml === '' ? { text: signature } : { html: signatureHtml }}
                images={NO_IMAGES}
                label={label}
                autoFocus={false}
                onChange={(doc) => onEdit({ signature: toText(doc), signatureHtml: toHtml(doc) })}
                onFiles={() => undefined}
              />
            </Suspense>
          </div>
        </div>
      ) : (
        <TextField
          label={label}
          rows={3}
          value={signature}
          onChange={(text) => onEdit({ signature: text, signatureHtml: '' })}
        />
      )}
      <Checkbox
        isSelected={rich}
        onChange={(on) => {
          setRich(on);
          onEdit({ signature, signatureHtml: on ? toHtml(fromText(signature)) : '' });
        }}
      >
        {t('compose.signatureFormatting')}
      </Checkbox>
    </div>
  );
}
