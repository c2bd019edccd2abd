import { useState } from 'react';
import type { MessageDetail } from '@shared/contract/view-api';
import { useT } from '../../i18n';
import { formatList } from '../../i18n/format';
import { session } from '../../state/connection';
import { isClosed, useAccounts } from '../../state/engine-state';
import { errorText } from '../../state/errors';
import { showToast } from '../../state/toasts';
import { Button, Notice } from '../../ui';
import { addressesIn, shownName, visibleAddress } from './people';

/** Of more addresses than these none is told: they would not be read. */
const MOST_TOLD = 5;

/** The sender asks to be told that this was read. Nothing is ever told unless the person says so here (RFC 8098 §2.1). */
export function ReceiptBar({ message }: { readonly message: MessageDetail }) {
  const t = useT();
  const accounts = useAccounts();
  const [answered, setAnswered] = useState(false);
  const wanted = message.envelope.extra['disposition-notification-to'] ?? '';
  const named = addressesIn(wanted).slice(0, MOST_TOLD);
  const sender = message.envelope.from[0];
  const mine = new Set(
    accounts.flatMap(({ account }) => account.identities.map(({ address }) => address.toLowerCase())),
  );
  if (
    answered ||
    named.length === 0 ||
    sender === undefined ||
    mine.has(sender.address.toLowerCase()) ||
    message.keywords.some((keyword) => keyword.toLowerCase() === '$mdnsent')
  )
    return null;
  const answer = (send: boolean): void => {
    setAnswered(true);
    session()
      .engine.api.answerReceipt({
        ref: message.ref,
        send,
        to: named,
        words: {
          subject: t('reader.receipt.subject'),
          text: t('reader.receipt.body', { subject: message.envelope.subject }),
        },
      })
      .then(() => send && showToast({ text: t('reader.receipt.sent') }))
      .catch((error: unknown) => {
        setAnswered(false);
        if (!isClosed(error)) showToast({ text: errorText(error), tone: 'danger' });
      });
  };
  // A receipt that goes to somebody else than the sender is worth knowing about.
  const elsewhere = named.some((address) => address.toLowerCase() !== sender.address.toLowerCase());
  return (
    <Notice
      compact
      tone={elsewhere ? 'warning' : 'info'}
      actions={
        <>
          <Button size="small" onPress={() => answer(true)}>
            {t('reader.receipt.send')}
          </Button>
          <Button size="small" onPress={() => answer(false)}>
            {t('reader.receipt.ignore')}
          </Button>
        </>
      }
    >
      {t(
        named.length > 1
          ? 'reader.receipt.askedSeveral'
          : elsewhere
            ? 'reader.receipt.askedElsewhere'
            : 'reader.receipt.asked',
        { name: shownName(sender), address: formatList(named.map(visibleAddress)) },
      )}
    </Notice>
  );
}
