import type { EngineContract } from '@shared/contract/engine-api';
import type { importExportMethods, ImportOffer, Job } from '@shared/contract/import-export';
import type { Handlers } from '@shared/rpc/contract';

const OFFER: ImportOffer = {
  kind: 'thunderbird',
  name: 'abcd1234.default-release',
  mailboxes: [
    { path: ['Local Folders', 'Inbox'], messages: null, octets: 1_284_000_123, removed: false },
    {
      path: ['Local Folders', 'Projects', 'Harbour extension'],
      messages: null,
      octets: 84_000_123,
      removed: false,
    },
    { path: ['anna@example.com', 'INBOX'], messages: 12_431, octets: 3_200_000_000, removed: false },
    { path: ['anna@example.com', 'Archive'], messages: 3, octets: 12_000, removed: true },
  ],
  strange: ['/home/anna/.thunderbird/abcd1234.default-release/Mail/Local Folders/notes.odt'],
  kept: null,
};

const job = (part: Partial<Job>): Job => ({
  id: `j${part.kind ?? ''}${part.state ?? ''}`,
  kind: 'import',
  name: '/home/anna/.thunderbird/abcd1234.default-release',
  state: 'running',
  at: 'Local Folders/Projects/Harbour extension',
  messages: { done: 12_400, of: null },
  octets: { done: 640_000_000, of: 4_568_000_246 },
  already: 0,
  problems: [],
  kept: [],
  error: null,
  again: false,
  started: 0,
  ended: null,
  ...part,
});

/** Jobs in every state there is. */
export const fakeJobs: readonly Job[] = [
  job({
    kind: 'export',
    name: '/home/anna/export',
    state: 'failed',
    ended: 1,
    error: { code: 'disk-enospc', message: '', server: '' },
  }),
  job({
    kind: 'verify',
    name: '/media/anna/disk/Backup',
    state: 'done',
    ended: 1,
    problems: [
      { mailbox: 'INBOX', which: 'mail/1/0/17.eml', code: 'damaged' },
      { mailbox: 'Archive/2019', which: 'mail/7/0/3.eml', code: 'missing' },
    ],
  }),
  job({
    kind: 'backup',
    name: 'anna@example.com',
    state: 'done',
    ended: 1,
    already: 12_000,
    messages: { done: 431, of: 431 },
  }),
  job({ state: 'unfinished', again: true, ended: 1, messages: { done: 12_431, of: 20_000 } }),
  job({
    kind: 'export',
    name: '/home/anna/export',
    state: 'unfinished',
    again: true,
    ended: 1,
    messages: { done: 3, of: null },
  }),
  job({ kind: 'backup', name: 'Work', state: 'waiting', messages: { done: 120, of: 8000 } }),
  job({}),
];

/** Import and export that answer as the engine would, without any file. */
export function fakeFiles(
  jobs: readonly Job[],
): Pick<Handlers<EngineContract>, keyof typeof importExportMethods> {
  return {
    choosePlace: () => ({ place: null, ask: true }),
    namePlace: ({ path }) => ({ token: '0'.repeat(32), name: path }),
    inspectImport: () => OFFER,
    startImport: () => ({ job: 'j1' }),
    importUploads: () => ({ job: 'j1' }),
    startExport: () => ({ job: 'j1' }),
    startBackup: () => ({ job: 'j1' }),
    startVerify: () => ({ job: 'j1' }),
    jobs: () => [...jobs],
    stopJob: () => undefined,
    beginJobAgain: () => ({ job: 'j1' }),
    forgetJob: () => undefined,
  };
}
