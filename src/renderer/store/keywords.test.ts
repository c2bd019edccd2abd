import { expect, it } from 'vitest';
import type { Fact } from '@shared/contract/store-api';
import {
  batch,
  box,
  flags,
  key,
  mailboxes,
  messages,
  operation,
  operations,
  range,
  wants,
} from './test-facts';
import { LIST, world } from './test-world';

const named = (...names: string[]) => ({ kind: 'keywords' as const, mailbox: box('inbox'), names });

it('a tag that is only wished for has no bit: the engine is not told one that the next start would give to another', async () => {
  const first = await world();
  await first.engine.api.apply(batch(1, [mailboxes(LIST), messages('inbox', range(1, 2)), named('Home')]));
  await first.engine.api.apply(batch(2, [operations([operation(1, wants.flags('inbox', [1], ['Work']))])]));
  expect(await first.ui.api.message({ key: key('inbox', 1) })).toMatchObject({ keywords: ['Work'] });
  const inbox = async ({ engine }: typeof first): Promise<unknown> =>
    (await engine.api.hello({ marker: 'vault' })).keywords.find((k) => k.mailbox === 'inbox')?.names;
  expect(await inbox(first)).toEqual(['Home']);
  // The same where the store begins anew with the wish.
  const again = await world(first.served.disk);
  expect(await again.ui.api.message({ key: key('inbox', 1) })).toMatchObject({ keywords: ['Work'] });
  expect(await inbox(again)).toEqual(['Home']);
  const marked = { ...flags('inbox', [[1, 0]]), keywords: Uint32Array.of(0b100) } as Fact;
  // What came of it is told with its name, and another tag takes the next bit.
  await again.engine.api.apply(batch(3, [named('Home', 'Else', 'Work'), marked, operations([], ['op1'])]));
  expect(await inbox(again)).toEqual(['Home', 'Else', 'Work']);
  expect(await again.ui.api.message({ key: key('inbox', 1) })).toMatchObject({ keywords: ['Work'] });
});
