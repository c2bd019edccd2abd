import { lazy, Suspense, useState } from 'react';
import type { Identity } from '@shared/contract/account';
import { useT } from '../../i18n';
import { Checkbox, Notice, TextField } from '../../ui';
import { usePictures } from './editor/use-pictures';
import { fromText, toHtml } from './editor/serialise';
import { useSignaturePictures } from './use-signature-pictures';

const RichEditor = lazy(() =>
  import('./editor/rich-editor').then(({ RichEditor: component }) => ({ default: component })),
);

type Signature = Pick<Identity, 'signature' | 'signatureHtml' | 'signaturePictures'>;

export interface SignatureEditorProps {
  readonly identity: Identity;
  /** While typing. */
  readonly onEdit: (change: Signature) => void;
  /** To keep at once: a picture came or went. */
  readonly onKeep: (change: Signature) => void;
}

/**
 * An identity's signature, plain or with formatting and pictures. The plain words are kept beside, for plain messages.
 */
export function SignatureEditor({ identity, onEdit, onKeep }: SignatureEditorProps) {
  const t = useT();
  const { signature, signatureHtml = '' } = identity;
  const [rich, setRich] = useState(signatureHtml !== '');
  return (
    <div className="form">
      {rich ? (
        <RichSignature identity={identity} onEdit={onEdit} onKeep={onKeep} />
      ) : (
        <TextField
          label={t('accounts.settings.signature')}
          rows={3}
          value={signature}
          onChange={(text) => onEdit({ signature: text, signatureHtml: '', signaturePictures: [] })}
        />
      )}
      <Checkbox
        isSelected={rich}
        onChange={(on) => {
          setRich(on);
          onEdit({
            signature,
            signatureHtml: on ? toHtml(fromText(signature)) : '',
            signaturePictures: [],
          });
        }}
      >
        {t('compose.signatureFormatting')}
      </Checkbox>
    </div>
  );
}

function RichSignature({ identity, onEdit, onKeep }: SignatureEditorProps) {
  const t = useT();
  const { signature, signatureHtml = '', signaturePictures = NONE } = identity;
  const images = usePictures(signaturePictures, 0);
  const pictures = useSignaturePictures(signaturePictures);
  const label = t('accounts.settings.signature');
  return (
    <div className="ui-field">
      <span className="ui-label">{label}</span>
      <div className="compose-signature">
        {images !== null && (
          <Suspense>
            <RichEditor
              start={signatureHtml === '' ? { text: signature } : { html: signatureHtml }}
              images={images}
              label={label}
              autoFocus={false}
              onChange={(doc) => {
                const next = pictures.signatureOf(doc);
                const same = idsOf(next.signaturePictures) === idsOf(signaturePictures);
                if (same) onEdit(next);
                else onKeep(next);
              }}
              onFiles={pictures.insert}
            />
          </Suspense>
        )}
      </div>
      <div role="status">
        {pictures.word !== null && (
          <Notice compact tone={pictures.word.failed ? 'warning' : 'info'}>
            {pictures.word.text}
          </Notice>
        )}
      </div>
    </div>
  );
}

const NONE: NonNullable<Identity['signaturePictures']> = [];
const idsOf = (pictures: Identity['signaturePictures'] = NONE): string =>
  pictures.map(({ contentId }) => contentId).join(' ');
