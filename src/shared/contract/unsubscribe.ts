import { z } from 'zod';
import type { Draft } from './compose';
import { messageRef, nothing, shape } from './schema';

/** How one can leave a list, best first. Nobody but the account's own mail server has been asked for it. */
export interface UnsubscribeWays {
  /** The one of the person's addresses that the message came to. */
  readonly address: string;
  /** One request is enough, and the message is proven to come from who says so (RFC 8058): whom it tells. */
  readonly oneClick: { readonly host: string } | null;
  /** To whom one can write. */
  readonly mail: { readonly to: string } | null;
  readonly page: { readonly url: string; readonly host: string } | null;
}

export const unsubscribeOutcome = z.object({
  /**
   * `done`: they say so. `refused`: they answered with an error. `elsewhere`: they pointed somewhere else, where nobody
   * went. `no-answer`: it was sent. `unreachable`: nothing was sent, or it may not be sent there.
   */
  result: z.enum(['done', 'refused', 'elsewhere', 'no-answer', 'unreachable']),
  host: z.string(),
  /** HTTP status; 0 when there was none. */
  status: z.number(),
});
export type UnsubscribeOutcome = z.output<typeof unsubscribeOutcome>;

export const unsubscribeMethods = {
  /** @throws MailError `gone`, `no-unsubscribe` */
  waysToUnsubscribe: { params: z.object({ ref: messageRef }), result: shape<UnsubscribeWays>() },
  /** Makes the one request. The person has agreed to it. @throws MailError `gone`, `no-unsubscribe` */
  unsubscribe: { params: z.object({ ref: messageRef }), result: unsubscribeOutcome },
  /** A letter to leave the list with; the person sends it. @throws MailError `gone`, `no-unsubscribe` */
  unsubscribeByMail: { params: z.object({ ref: messageRef }), result: shape<Draft>() },
  /** The person went to the page. @throws MailError `gone` */
  openedUnsubscribePage: { params: z.object({ ref: messageRef }), result: nothing },
};
