import type { EngineContract } from '@shared/contract/engine-api';
import type { importExportMethods, Job } from '@shared/contract/import-export';
import { THIS_COMPUTER } from '@shared/model/ids';
import type { Handlers } from '@shared/rpc/contract';
import { newGroup } from '../acting';
import type { Engine } from '../engine';
import { keptOf } from './backup/kept';
import { ImportExport } from './import-export';
import { MailboxReader } from './mailbox-reader';
import { ServerFolders } from './server-folders';
import { ServerTarget } from './server-target';

/** Import and export on an engine's parts. */
export function importExportOf(engine: Engine, onJobs: (jobs: readonly Job[]) => void): ImportExport {
  const { parts, registry, local, queue, shelf } = engine;
  const { shell, clock } = parts;
  const reader = (onWaiting: (waiting: boolean) => void): MailboxReader =>
    new MailboxReader({ registry, local, clock, runnerOf: (id) => engine.runnerOf(id), onWaiting });
  return new ImportExport({
    files: parts.files,
    blobs: parts.vault.blobs,
    journal: parts.vault,
    registry,
    local,
    crypto: parts.crypto,
    clock,
    kept: keptOf(engine),
    waiting: (account) =>
      queue.all().filter((op) => op.account === (account ?? THIS_COMPUTER) && op.state !== 'refused').length,
    choosePath: shell.choosePath ? (purpose) => shell.choosePath?.(purpose) ?? Promise.resolve(null) : null,
    account: (id) => {
      const config = engine.accounts.get(id);
      return config ? { label: config.label, address: config.identities[0]?.address ?? '' } : null;
    },
    pop3: (address) =>
      engine.accounts
        .list()
        .find(
          ({ incoming, identities }) =>
            incoming.protocol === 'pop3' && identities[0]?.address.toLowerCase() === address.toLowerCase(),
        )?.id ?? null,
    reader,
    serverTarget: (signal, onWaiting) =>
      new ServerTarget({
        crypto: parts.crypto,
        reader: reader(onWaiting),
        registry,
        queue,
        shelf,
        clock,
        signal,
        group: newGroup(engine),
        store: () => engine.store,
        listedFrom: ({ id, account, generation }) => {
          const insight = engine.runners.get(account)?.insight?.();
          const cursor =
            insight?.cursors.get(id) ?? engine.store?.hello.cursors.find(({ mailbox }) => mailbox === id);
          // Nothing is in it, by the server's own count.
          if (!cursor && insight?.counters.get(id)?.messages === 0) return 1;
          return cursor && Number(cursor.generation) === generation ? cursor.floor : null;
        },
        wake: (mailbox) => {
          const account = registry.get(mailbox)?.account;
          if (account !== undefined) engine.operationsWaiting(account);
        },
      }),
    serverFolders: () =>
      new ServerFolders({
        registry,
        queue,
        clock,
        group: newGroup(engine),
        wake: (account) => engine.operationsWaiting(account),
      }),
    onJobs: (jobs) => {
      onJobs(jobs);
      if (!jobs.some(({ state }) => state === 'unfinished')) engine.unnotice(UNFINISHED);
    },
  });
}

const UNFINISHED = 'job-unfinished';

/** Lists the jobs that were under way when Tern ended, and says that there are some. */
export function recoverJobs(engine: Engine): void {
  const count = engine.importExport.jobs.recover();
  if (count > 0) engine.notice(UNFINISHED, { count });
}

/** The part of EngineApi that is about files. */
export function importExportHandlers({
  importExport,
}: Engine): Pick<Handlers<EngineContract>, keyof typeof importExportMethods> {
  const { jobs } = importExport;
  return {
    choosePlace: ({ purpose }) => importExport.choosePlace(purpose),
    namePlace: ({ purpose, path }) => importExport.namePlace(purpose, path),
    inspectImport: ({ place }) => importExport.inspect(place),
    startImport: async ({ place, mailboxes, into, kept }) => ({
      job: await importExport.startImport(place, mailboxes, into, kept),
    }),
    importUploads: async ({ uploads, into }) => ({ job: await importExport.importUploads(uploads, into) }),
    startExport: async ({ mailboxes, place, format }) => ({
      job: await importExport.startExport(mailboxes, place, format),
    }),
    startBackup: async ({ account, place }) => ({ job: await importExport.startBackup(account, place) }),
    startVerify: async ({ place }) => ({ job: await importExport.startVerify(place) }),
    jobs: () => jobs.list(),
    stopJob: ({ job }) => jobs.stop(job),
    beginJobAgain: async ({ job }) => ({ job: await importExport.beginAgain(job) }),
    forgetJob: ({ job }) => jobs.forget(job),
  };
}
