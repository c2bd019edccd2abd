import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Action } from '@shared/contract/engine-api';
import { Bench } from '../fakes/bench';

/** A disk that takes nothing any more: a file system that went read-only after a fault, a cable that came loose. */
const archive: Action = { kind: 'archive' };
let bench: Bench;
afterEach(() => bench.stop());

async function given(): Promise<void> {
  bench = new Bench('everything');
  bench.deliver('INBOX', 1, 5);
  await bench.start();
  await bench.quiet();
}
const notices = (): string[] => bench.engine.status().notices.map(({ code }) => code);
const troubles = () => [...bench.engine.runners.values()].map(({ status }) => status.trouble?.code ?? null);

async function itIsBack(): Promise<void> {
  bench.disk.refusing = null;
  await bench.engine.parts.vault.checkSpace();
  await bench.quiet();
  expect(notices()).toEqual([]);
}

describe.each(['EROFS', 'EIO'])('a disk that refuses everything under a running Tern (%s)', (errno) => {
  it('new mail is shown all the same, what one does is refused in words, and it goes on when the disk is back', async () => {
    await given();
    bench.disk.refusing = errno;
    await bench.engine.parts.vault.checkSpace().catch(() => undefined);
    await expect(bench.act(archive, 'INBOX', 'Letter 1')).rejects.toMatchObject({ code: 'io' });
    bench.deliver('INBOX', 6);
    bench.ask();
    await bench.store.until(() => bench.here('INBOX').length === 6);
    expect(notices()).toEqual(['disk-broken']);
    expect(bench.there('INBOX')).toHaveLength(6);
    await itIsBack();
    await bench.act(archive, 'INBOX', 'Letter 1');
    await bench.quiet();
    expect(bench.there('Archive')).toEqual(['Letter 1']);
  });

  it('a change that waits is made once when it is back, and new mail comes meanwhile', async () => {
    await given();
    await bench.offline(true);
    await bench.act(archive, 'INBOX', 'Letter 2');
    bench.imap.log.length = 0;
    await bench.offline(false);
    bench.disk.refusing = errno;
    bench.deliver('INBOX', 6);
    bench.ask();
    await bench.store.until(() => bench.here('INBOX').includes('Letter 6'));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(troubles()).toEqual([null]);
    // It is not tried over a new connection each time.
    expect(bench.verbs('AUTHENTICATE', 'LOGIN').length).toBeLessThan(4);
    await itIsBack();
    expect(bench.there('Archive')).toEqual(['Letter 2']);
    expect(bench.refused).toEqual([]);
  });

  it('a letter that was to go out meanwhile goes out once when it is back', async () => {
    await given();
    await bench.ui.api.updateSettings({ undoSendSeconds: 1 });
    const draft = await bench.ui.api.newDraft({ account: bench.account.id });
    await bench.ui.api.send({
      id: draft.id,
      base: draft.version,
      content: {
        ...draft.content,
        to: [{ name: '', address: 'bo@far.example' }],
        subject: 'Once',
        text: 'Once',
      },
    });
    bench.disk.refusing = errno;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(bench.world.accepted).toHaveLength(0);
    expect(bench.engine.outbox.list()).toHaveLength(1);
    await itIsBack();
    await vi.waitFor(() => expect(bench.world.accepted).toHaveLength(1), 5_000);
    await vi.waitFor(() => expect(bench.engine.outbox.list()).toEqual([]), 5_000);
    expect(bench.world.accepted).toHaveLength(1);
  });

  it('what was typed is not called saved, and is saved when it is back', async () => {
    await given();
    const draft = await bench.ui.api.newDraft({ account: bench.account.id });
    bench.disk.refusing = errno;
    const content = { ...draft.content, subject: 'Typed', text: 'Typed' };
    await expect(
      bench.ui.api.saveDraft({ id: draft.id, base: draft.version, content }),
    ).rejects.toMatchObject({ code: 'io' });
    bench.disk.refusing = null;
    await bench.ui.api.saveDraft({ id: draft.id, base: draft.version, content });
    await bench.kill();
    await bench.start();
    expect((await bench.ui.api.drafts({})).map((d) => d.content.subject)).toEqual(['Typed']);
    await bench.ui.api.discardDraft({ id: draft.id });
    await bench.quiet();
  });

  it('a start on it says why, and loses nothing', async () => {
    await given();
    await bench.offline(true);
    await bench.act(archive, 'INBOX', 'Letter 2');
    await bench.kill();
    bench.disk.refusing = errno;
    await expect(bench.start()).rejects.toMatchObject({ code: 'io' });
    bench.disk.refusing = null;
    await bench.start();
    await bench.offline(false);
    await bench.quiet();
    expect(bench.there('Archive')).toEqual(['Letter 2']);
  });
});
