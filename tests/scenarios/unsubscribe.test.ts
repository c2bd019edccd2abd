import { afterEach, describe, expect, it, vi } from 'vitest';
import { MailError } from '@shared/errors/mail-error';
import { parseMessageKey } from '@shared/model/ids';
import { Bench, USER } from '../fakes/bench';

/** Leaving a mailing list (RFC 2369, RFC 8058): nobody hears of it before the person says so, and then once. */
let bench: Bench;
let posts: { url: string; form: string }[];
afterEach(() => bench.stop());

const CHECKED = 'Authentication-Results: mx.tern.example; dkim=pass header.d=list.example\n';
const SIGNED =
  'DKIM-Signature: v=1; d=list.example; s=k; h=from:list-unsubscribe:list-unsubscribe-post; b=x\n';
const ONE_CLICK =
  'List-Unsubscribe: <https://list.example/leave?t=1>, <mailto:leave@list.example?subject=off&body=please&bcc=spy@evil.example>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n';

function put(subject: string, top: string, to = USER): void {
  bench.world.append(
    bench.world.account(USER),
    bench.box('INBOX'),
    `${top}From: The List <news@list.example>\nTo: ${to}\nList-Id: News <news.list.example>\nSubject: ${subject}\nMessage-ID: <${subject.replace(/\W/g, '')}@list.example>\n\nHello\n`.replace(
      /\n/g,
      '\r\n',
    ),
  );
}
const ref = (subject: string) => parseMessageKey(bench.key('INBOX', subject));
async function given(status: () => number = () => 200): Promise<void> {
  bench = new Bench('everything');
  posts = [];
  bench.onPost = (url, form) => {
    posts.push({ url, form });
    return Promise.resolve({ status: status() });
  };
  // So many that it can be told who checks them.
  for (let i = 0; i < 6; i++) put(`Other ${i}`, CHECKED);
  put('Proven', `${CHECKED}${SIGNED}${ONE_CLICK}`);
  put('Unproven', `${CHECKED}${ONE_CLICK}`);
  put(
    'Forged',
    `Authentication-Results: mx.evil.example; dkim=pass header.d=list.example\n${SIGNED}${ONE_CLICK}`,
  );
  await bench.start();
  await bench.quiet();
}
const left = () => bench.engine.settings.get().leftLists;

describe('leaving a list', () => {
  it('asks nobody until it is confirmed, then once, and remembers it over a kill', async () => {
    await given();
    await bench.ui.api.fetchBody({ ref: ref('Proven') });
    const dialsBefore = bench.dials;
    const ways = await bench.ui.api.waysToUnsubscribe({ ref: ref('Proven') });
    expect(ways).toEqual({
      address: USER,
      oneClick: { host: 'list.example' },
      mail: { to: 'leave@list.example' },
      page: { url: 'https://list.example/leave?t=1', host: 'list.example' },
    });
    expect(posts).toEqual([]);
    expect(bench.dials).toBe(dialsBefore);
    const outcomes = await Promise.all([1, 2, 3].map(() => bench.ui.api.unsubscribe({ ref: ref('Proven') })));
    expect(outcomes[2]).toEqual({ result: 'done', host: 'list.example', status: 200 });
    expect(posts).toEqual([{ url: 'https://list.example/leave?t=1', form: 'List-Unsubscribe=One-Click' }]);
    await bench.kill();
    await bench.start();
    const key = `${bench.account.id} news.list.example`;
    expect(left()).toEqual({ [key]: { at: expect.any(Number) as number, how: 'request' } });
    await bench.ui.api.removeAccount({ account: bench.account.id, force: true });
    expect(left()).toEqual({});
  });

  it.each(['Unproven', 'Forged'])('%s: no one click, whatever the message claims', async (subject) => {
    await given();
    const ways = await bench.ui.api.waysToUnsubscribe({ ref: ref(subject) });
    expect(ways.oneClick).toBeNull();
    expect(ways.mail).not.toBeNull();
    await expect(bench.ui.api.unsubscribe({ ref: ref(subject) })).rejects.toMatchObject({
      code: 'no-unsubscribe',
    });
    expect(posts).toEqual([]);
  });

  it('says what came of it, and remembers only what was confirmed', async () => {
    let answer: () => number = () => 500;
    await given(() => answer());
    const ask = () => bench.ui.api.unsubscribe({ ref: ref('Proven') });
    expect(await ask()).toMatchObject({ result: 'refused', status: 500 });
    answer = () => 302;
    expect(await ask()).toMatchObject({ result: 'elsewhere' });
    const fail = (kind: 'uncertain' | 'unreachable' | 'refused') => () => {
      throw new MailError({ kind, code: 'x', message: 'x' });
    };
    answer = fail('uncertain');
    expect(await ask()).toMatchObject({ result: 'no-answer', status: 0 });
    answer = fail('unreachable');
    expect(await ask()).toMatchObject({ result: 'unreachable' });
    answer = fail('refused');
    expect(await ask()).toMatchObject({ result: 'unreachable' });
    expect(posts).toHaveLength(5);
    expect(left()).toEqual({});
  });

  it('writes the letter that the list wants, from who received it, and remembers it when it is accepted', async () => {
    await given();
    await bench.ui.api.updateSettings({ undoSendSeconds: 0 });
    const account = bench.account;
    const [first] = account.identities;
    if (!first) throw new Error('no identity');
    await bench.ui.api.updateAccount({
      account: {
        ...account,
        identities: [first, { ...first, id: 'work', address: 'ada.work@tern.example', signature: 'Ada' }],
      },
    });
    put('To work', ONE_CLICK, 'ada.work@tern.example');
    await bench.quiet();
    const draft = await bench.ui.api.unsubscribeByMail({ ref: ref('To work') });
    expect(draft.content).toMatchObject({
      identity: 'work',
      to: [{ address: 'leave@list.example' }],
      cc: [],
      bcc: [],
      subject: 'off',
      text: 'please',
      html: null,
    });
    expect(left()).toEqual({});
    await bench.ui.api.send({ id: draft.id, base: draft.version, content: draft.content });
    await vi.waitFor(() => expect(Object.values(left())).toMatchObject([{ how: 'mail' }]), 5_000);
    expect(bench.world.accepted.at(-1)?.to).toEqual(['leave@list.example']);
    expect(posts).toEqual([]);
  });

  it('without a connection one can still write, and nothing is taken as proven', async () => {
    await given();
    bench.online = false;
    for (const runner of bench.engine.runners.values()) runner.disconnect();
    const ways = await bench.ui.api.waysToUnsubscribe({ ref: ref('Proven') });
    expect(ways).toMatchObject({ oneClick: null, mail: { to: 'leave@list.example' } });
  });
});
