import { useEffect, useState } from 'react';
import type { MessageDetail } from '@shared/contract/view-api';
import type { MessageKey } from '@shared/model/ids';
import { useView } from '../../state/connection';
import { isClosed } from '../../state/engine-state';
import { type Failure, failureOf } from '../../state/errors';

export interface Conversation {
  /** What was asked for; older results of another key are never shown under it. */
  readonly key: MessageKey | null;
  readonly state: 'loading' | 'ready' | 'gone' | 'failed';
  /** Oldest first; kept when the message vanishes while open. */
  readonly messages: readonly MessageDetail[];
  readonly failure: Failure | null;
}

const loading = (key: MessageKey | null): Conversation => ({
  key,
  state: 'loading',
  messages: [],
  failure: null,
});

/** The open message, or its whole conversation, kept current. At most one read is under way; changes during it cause one more. */
export function useConversation(key: MessageKey | null, whole: boolean): Conversation {
  const view = useView();
  const [held, setHeld] = useState<Conversation>(() => loading(key));

  useEffect(() => {
    if (key === null) return undefined;
    const aborter = new AbortController();
    let running = false;
    let again = false;
    const read = async (): Promise<void> => {
      const options = { signal: aborter.signal };
      if (whole) return accept(await view.api.conversation({ key }, options));
      const message = await view.api.message({ key }, options);
      return accept(message === null ? [] : [message]);
    };
    const accept = (messages: readonly MessageDetail[]): void =>
      setHeld((old) => {
        if (messages.length > 0)
          return { key, state: 'ready', messages: keepEqual(old.messages, messages), failure: null };
        return { key, state: 'gone', messages: old.key === key ? old.messages : [], failure: null };
      });
    const refresh = (): void => {
      if (running) {
        again = true;
        return;
      }
      running = true;
      read()
        .catch((error: unknown) => {
          // Another message is open by now: what became of this one must not take its place.
          if (aborter.signal.aborted || isClosed(error)) return;
          setHeld((old) => ({
            ...(old.key === key ? old : loading(key)),
            state: 'failed',
            failure: failureOf(error),
          }));
        })
        .finally(() => {
          running = false;
          if (!again || aborter.signal.aborted) return;
          again = false;
          refresh();
        });
    };
    // What changed while there was no connection nobody told, and a read under way then was never answered.
    const stops = [
      view.onState((state) => {
        if (state === 'open') refresh();
      }),
      view.on('messagesChanged', refresh),
    ];
    return () => {
      for (const stop of stops) stop();
      aborter.abort();
    };
  }, [view, key, whole]);

  return held.key === key ? held : loading(key);
}

/** Takes over parts that did not change, so that a new flag does not build the message's frame again. */
export function keepEqual(
  old: readonly MessageDetail[],
  fresh: readonly MessageDetail[],
): readonly MessageDetail[] {
  const known = new Map(old.map((message) => [message.key, message]));
  return fresh.map((message) => {
    const before = known.get(message.key);
    if (before === undefined) return message;
    return {
      ...message,
      ref: equal(before.ref, message.ref) ? before.ref : message.ref,
      structure: equal(before.structure, message.structure) ? before.structure : message.structure,
      body: equal(before.body, message.body) ? before.body : message.body,
    };
  });
}

const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
