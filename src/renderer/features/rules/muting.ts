import type { MessageDetail } from '@shared/contract/view-api';
import type { MessageKey } from '@shared/model/ids';
import { t } from '../../i18n';
import { session } from '../../state/connection';
import { mutedBy } from '../../state/mutes';
import { say } from '../../state/say';
import { showToast } from '../../state/toasts';
import type { MenuEntry } from '../../ui';

/** A conversation takes no more than so many messages to be known by. */
const KNOWN_BY = 200;

/** Mutes the conversation that these messages are of, and offers to take it back. */
export function mute(keys: readonly MessageKey[]): void {
  say(
    session()
      .engine.api.mute({ keys: keys.slice(-KNOWN_BY) })
      .then(({ id }) =>
        showToast({
          text: t('rules.mute.done'),
          action: { label: t('common.undo'), run: () => say(session().engine.api.unmute({ ids: [id] })) },
        }),
      ),
  );
}

export function unmute(id: string): void {
  say(
    session()
      .engine.api.unmute({ ids: [id] })
      .then(() => showToast({ text: t('rules.mute.undone') })),
  );
}

/** What the menu of one message has about its conversation. */
export function muteEntries(message: MessageDetail): MenuEntry[] {
  const { account, envelope, key } = message;
  const muted = mutedBy({ account, messageId: envelope.messageId });
  return muted === null
    ? [{ id: 'mute', label: t('commands.mute'), icon: 'muted', run: () => mute([key]) }]
    : [{ id: 'unmute', label: t('commands.unmute'), icon: 'notification', run: () => unmute(muted) }];
}
