import { afterEach, describe, expect, it } from 'vitest';
import { accountConfig } from '@shared/contract/account';
import { OAuthBench } from '../../../tests/fakes/oauth-bench';

const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(protocol: 'imap' | 'pop3' = 'imap'): Promise<OAuthBench> {
  const bench = await OAuthBench.start(protocol);
  closers.push(() => bench.close());
  return bench;
}

describe.each(['imap', 'pop3'] as const)('an account that signs in with a browser (%s)', (protocol) => {
  it('logs in with a token, is tried before it is kept, and keeps its tokens in the secret store only', async () => {
    const bench = await start(protocol);
    const grant = await bench.signIn();
    const tried = await bench.ui.api.probe({ ...bench.newAccount, grant });
    expect(tried).toMatchObject({ incoming: { ok: true, code: '' }, outgoing: { ok: true } });
    const account = await bench.add(grant);
    expect(account.oauth).toEqual(bench.oauth);
    await bench.phase('idle');
    expect(bench.secrets.keys()).toEqual([`account/${account.id}/oauth`]);
    const journal = JSON.stringify([...bench.engine.accounts.table.values()]);
    for (const token of bench.auth.refreshTokens.keys()) expect(journal).not.toContain(token);
    // The handle is used up.
    await expect(bench.ui.api.probe({ ...bench.newAccount, grant })).rejects.toMatchObject({
      code: 'oauth-sign-in',
    });
  });

  it('renews a token that the server no longer takes, unseen, once for all connections', async () => {
    const bench = await start(protocol);
    await bench.add(await bench.signIn());
    await bench.phase('idle');
    const phases = bench.watchPhases();
    const before = bench.auth.tokenRequests.length;
    bench.expireTokens();
    bench.reconnect();
    await bench.phase('idle');
    await bench.send('After the token ended');
    await bench.until(() => bench.world.accepted.length === 1);
    expect(phases).not.toContain('needs-sign-in');
    expect(phases).not.toContain('needs-password');
    expect(bench.auth.tokenRequests.length - before).toBe(1);
  });

  it('asks for a new sign-in when the provider takes it back, loses nothing, and goes on after it', async () => {
    const bench = await start(protocol);
    const { id } = await bench.add(await bench.signIn());
    await bench.phase('idle');
    bench.revokeAll();
    bench.reconnect();
    await bench.phase('needs-sign-in');
    await bench.send('Written while signed out');
    await bench.until(async () => (await bench.ui.api.outbox({}))[0]?.reason !== null);
    expect(await bench.ui.api.outbox({})).toMatchObject([{ state: 'queued' }]);
    expect(bench.world.accepted).toEqual([]);
    // Nobody is asked again and again meanwhile.
    const asked = bench.auth.tokenRequests.length;
    await bench.ui.api.syncNow({ account: id, mailbox: null });
    await bench.phase('needs-sign-in');
    expect(bench.auth.tokenRequests.length).toBe(asked);

    await bench.ui.api.keepSignIn({ account: id, grant: await bench.signIn(id), secrets: 'secure' });
    await bench.phase('idle');
    await bench.until(() => bench.world.accepted.length === 1);
  });

  it('goes over to a password, and takes the sign-in back from the provider', async () => {
    const bench = await start(protocol);
    const { id } = await bench.add(await bench.signIn());
    await bench.phase('idle');
    await bench.ui.api.setPassword({
      account: id,
      direction: 'both',
      password: 'app-password',
      secrets: 'secure',
    });
    expect(bench.engine.accounts.get(id)).toMatchObject({ incoming: { auth: 'password' } });
    expect(bench.engine.accounts.get(id)?.oauth).toBeUndefined();
    expect(bench.auth.revoked).toHaveLength(1);
    expect(bench.secrets.keys().some((key) => key.endsWith('/oauth'))).toBe(false);
  });

  it('removes its tokens with the account and tells the provider', async () => {
    const bench = await start(protocol);
    const { id } = await bench.add(await bench.signIn());
    await bench.phase('idle');
    await bench.ui.api.removeAccount({ account: id, force: true });
    expect(bench.secrets.keys()).toEqual([]);
    expect(bench.auth.revoked).toHaveLength(1);
  });
});

describe('signing in', () => {
  it('says where, gives up when asked, and tells a refusal in the provider’s words', async () => {
    const bench = await start();
    const controller = new AbortController();
    const waiting = bench.ui.api.signIn(
      { oauth: bench.oauth, user: bench.user, account: null },
      { signal: controller.signal },
    );
    await bench.until(() => bench.pages.length === 1);
    expect(bench.pages[0]?.opened).toBe(false);
    expect(bench.pages[0]?.url).toMatch(/^https:\/\/auth\.tern\.example\/authorize\?/);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });

    bench.auth.documents.clear();
    await expect(
      bench.ui.api.signIn({ oauth: bench.oauth, user: bench.user, account: null }),
    ).rejects.toMatchObject({ code: 'oauth-no-discovery' });
  });

  it('asks before it keeps tokens less safely, and the sign-in is not lost by that', async () => {
    const bench = await start();
    bench.secrets.protection = 'undecided';
    const grant = await bench.signIn();
    await expect(bench.add(grant)).rejects.toMatchObject({ code: 'needs-consent' });
    expect(bench.engine.accounts.list()).toEqual([]);
    const account = await bench.add(grant, 'session');
    await bench.phase('idle');
    expect(bench.secrets.keys()).toEqual([]);
    bench.expireTokens();
    bench.reconnect();
    await bench.phase('idle');
    // The renewed token is kept as the one before was: in memory.
    expect(bench.secrets.keys()).toEqual([]);
    expect(account.incoming.auth).toBe('oauth');
  });

  it('says when the server refuses even a fresh token', async () => {
    const bench = await start();
    const grant = await bench.signIn();
    bench.expireTokens();
    const { incoming } = await bench.ui.api.probe({ ...bench.newAccount, grant });
    expect(incoming).toMatchObject({ ok: false, code: 'oauth-not-accepted', details: { user: bench.user } });
  });

  it('an account kept by an earlier version, without the field, is read as it was', () => {
    const server = { host: 'mail.tern.example', tls: 'tls', user: 'ada', auth: 'password' };
    const old = {
      id: 'a1',
      label: 'Ada',
      color: 0,
      incoming: { protocol: 'imap', port: 993, ...server },
      outgoing: { port: 465, ...server },
      identities: [
        {
          id: 'default',
          name: 'Ada',
          address: 'ada@tern.example',
          replyTo: '',
          organization: '',
          signature: '',
          bccSelf: false,
        },
      ],
      paused: false,
      demo: false,
    };
    expect(accountConfig.parse(old)).toEqual(old);
  });
});
