import { beforeAll, expect, it } from 'vitest';
import type { OutboxItem } from '@shared/contract/compose';
import { startI18n } from '../../i18n';
import { inOrder, questionWords, stateWords } from './words';

beforeAll(() => startI18n('en'));

const item = (change: Partial<OutboxItem>): OutboxItem =>
  ({ state: 'uncertain', at: null, created: 0, recipients: [], reason: null, ...change }) as OutboxItem;
const uncertain = (code: string, went?: number): OutboxItem =>
  item({ reason: { code, server: '' }, ...(went === undefined ? {} : { went }) });

it('says that it looked in Sent only when it did', () => {
  expect(questionWords(uncertain('closed'))).toMatch(/Tern looks for it/);
  expect(questionWords(uncertain('not-found-in-sent'))).toMatch(/looked for it in Sent and didn’t find it/);
  const others = item({
    reason: { code: 'not-found-in-sent', server: '' },
    recipients: [{ address: 'bo@far.example', state: 'accepted', server: '' }],
  });
  expect(questionWords(others)).toMatch(/wouldn’t tell whether those who are still waiting/);
});

it('E11 what the ledger knows is told with its date, and no broken connection is made up', () => {
  const again = uncertain('already-sent', Date.UTC(2026, 4, 3, 12));
  expect(stateWords(again, false)).toMatch(/gone out already.*2026/);
  expect(questionWords(again)).toMatch(/list of what it has sent/);
  expect(questionWords(again)).not.toMatch(/connection/);
});

it('E11 E12 what waited for days is told apart from what was to go out at a time', () => {
  const late = item({ state: 'missed', created: Date.UTC(2026, 4, 3, 12) });
  expect(stateWords(late, false)).toMatch(/waited here since.*2026/);
  expect(questionWords(late)).toMatch(/Nothing goes out until you say so/);
  const missed = item({ state: 'missed', scheduled: Date.UTC(2026, 4, 3, 12) });
  expect(stateWords(missed, false)).toMatch(/was to go out/);
});

it('what needs a decision stands first, the rest as it was written', () => {
  const states = ['queued', 'uncertain', 'held', 'missed', 'retry', 'refused'] as const;
  expect(inOrder(states.map((state) => item({ state }))).map(({ state }) => state)).toEqual([
    'uncertain',
    'missed',
    'refused',
    'queued',
    'held',
    'retry',
  ]);
});
