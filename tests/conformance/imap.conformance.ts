import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as imap from '@main/imap';
import { changesAndExtensions } from './imap-extensions';
import { Desk, type ImapCase, type ImapSubject } from './imap-subject';
import { mailboxes } from './imap-mailboxes';
import { messages } from './imap-messages';
import { revisionAndLimits } from './imap-limits';
import { news } from './imap-news';

/**
 * What `ImapClient` promises, whatever the server: the same suite on the embedded server in its profiles and on
 * Dovecot. A capability that is not claimed has its own promise: the client does without, or is refused, and nothing is
 * lost.
 */
export function imapConformance(subjectCase: ImapCase): void {
  describe(`IMAP conformance: ${subjectCase.name}`, () => {
    let subject: ImapSubject;
    beforeAll(async () => {
      subject = await subjectCase.start();
    });
    afterAll(() => subject.stop());
    const desk = new Desk(() => subject);

    describe('session', () => {
      it('logs in and knows what the server claims', async () => {
        const { client } = await desk.open();
        expect(client.phase).toBe('authenticated');
        expect(client.closed).toBeNull();
        const words = client.capabilities.words.map((word) => word.toUpperCase());
        const wanted = subjectCase.claims.map((word) => word.toUpperCase());
        expect(words).toEqual(expect.arrayContaining(wanted));
        if (subjectCase.claimsNothingElse) expect(words.toSorted()).toEqual(wanted.toSorted());
      });

      it('asks for capabilities again', async () => {
        const { client } = await desk.open();
        const before = client.capabilities.all.toSorted();
        expect((await client.refreshCapabilities()).all.toSorted()).toEqual(before);
      });

      it('a wrong password is refused as auth-failed', async () => {
        await expect(subject.openWrongly()).rejects.toMatchObject({ kind: 'refused', code: 'auth-failed' });
      });

      it('a refusal costs the command, not the connection', async () => {
        const { client } = await desk.open();
        await expect(client.run(imap.select('no such mailbox'))).rejects.toMatchObject({ kind: 'refused' });
        await expect(client.run(imap.status('no such mailbox', ['MESSAGES']))).rejects.toMatchObject({
          kind: 'refused',
        });
        expect(client.view).toBeNull();
        expect(client.closed).toBeNull();
        await client.run(imap.noop());
      });

      it('after logout every command is unreachable', async () => {
        const { client } = await desk.open();
        await client.logout();
        expect(client.phase).toBe('closed');
        await expect(client.run(imap.noop())).rejects.toMatchObject({ kind: 'unreachable' });
        await client.logout();
      });

      it('what was in flight when the connection ends is rejected, every promise of it', async () => {
        const { client } = await desk.open();
        const running = Array.from({ length: 20 }, () => client.run(imap.noop()));
        client.close();
        const outcomes = await Promise.allSettled(running);
        expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
      });

      it('a command that is cancelled before it is sent is never sent', async () => {
        const { client } = await desk.open();
        const stop = new AbortController();
        stop.abort();
        await expect(client.run(imap.create('never'), { signal: stop.signal })).rejects.toMatchObject({
          code: 'cancelled',
        });
        expect((await client.list()).map(({ name }) => name)).not.toContain('never');
      });
    });

    mailboxes(desk, subjectCase.claims);
    messages(desk, subjectCase.claims);
    news(desk, subjectCase.claims);
    changesAndExtensions(desk, subjectCase.claims);
    revisionAndLimits(desk, subjectCase.claims);
  });
}
