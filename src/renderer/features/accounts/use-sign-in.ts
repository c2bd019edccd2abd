import { useEffect, useRef, useState } from 'react';
import type { AccountId } from '@shared/model/ids';
import { useEngine } from '../../state/connection';
import { type OAuthForm, toOAuth } from './oauth-form';

/** Where the person signs in, and whether a browser was opened there already. */
export interface SignInPage {
  readonly url: string;
  readonly opened: boolean;
}

export interface SignIn {
  /** Null until the provider's page is known. */
  readonly page: SignInPage | null;
  /** @returns what stands for the sign-in. @throws what `signIn` does. */
  readonly begin: (form: OAuthForm, user: string, account: AccountId | null) => Promise<string>;
  readonly stop: () => void;
}

/** One sign-in at a time; leaving gives it up. */
export function useSignIn(): SignIn {
  const engine = useEngine();
  const [page, setPage] = useState<SignInPage | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  useEffect(
    () =>
      engine.on('signInPage', (next) => {
        if (running.current) setPage(next);
      }),
    [engine],
  );
  return {
    page,
    begin: async (form, user, account) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      setPage(null);
      try {
        const { grant } = await engine.api.signIn(
          {
            oauth: toOAuth(form),
            user: user.trim(),
            account,
            ...(form.clientSecret === '' ? {} : { clientSecret: form.clientSecret }),
          },
          { signal: controller.signal },
        );
        return grant;
      } finally {
        if (running.current === controller) running.current = null;
      }
    },
    stop: () => {
      running.current?.abort();
      running.current = null;
      setPage(null);
    },
  };
}
