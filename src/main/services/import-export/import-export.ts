import type { ImportInto, ImportOffer, Job, Place, PlacePurpose } from '@shared/contract/import-export';
import { MailError } from '@shared/errors/mail-error';
import { type AccountId, type BlobHash, type MailboxId, THIS_COMPUTER } from '@shared/model/ids';
import type { Clock } from '@shared/ports/clock';
import type { Crypto } from '@shared/ports/crypto';
import type { Files } from '@shared/ports/files';
import type { BlobStore, Journal } from '@shared/ports/vault';
import { plainName } from '@shared/util/file-names';
import { accountGone } from '@shared/errors/account-gone';
import type { KnownMailbox, MailboxRegistry } from '../../sync/mailbox-registry';
import type { LocalMail } from '../local-mail';
import { newMailbox } from '../local-mail/execute';
import { keptIn, type KeptProblem, type KeptThings, saveKept } from './backup/kept';
import { assertBegun, begunGone, MANIFEST } from './backup/format';
import { backupMailboxes, type Verification, verifyBackup } from './backup/read-backup';
import { type BackupOptions, forgetDamaged, writeBackup } from './backup/write-backup';
import { exportFiles, exportMbox, free } from './export-mail';
import { importLetters, type ImportTarget } from './import-letters';
import { type Asked, JobBook } from './job-book';
import { Jobs, type JobReporter } from './jobs';
import type { MailboxReader } from './mailbox-reader';
import { readState } from './mbox-state';
import { Places } from './places';
import type { ServerFolders } from './server-folders';
import { isMessageFile, readMessage } from './sources/file-source';
import { findMailboxes } from './sources/find-mailboxes';
import { type FoundMailbox, plainLetter, type SourceLetter } from './sources/letter';
import { counted, mboxLetters } from './sources/mbox-source';

export interface ImportExportPorts {
  readonly files: Files;
  readonly blobs: Pick<BlobStore, 'openStream' | 'sizeOf'>;
  readonly journal: Pick<Journal, 'appendAll'>;
  readonly registry: MailboxRegistry;
  readonly local: LocalMail;
  readonly crypto: Crypto;
  readonly clock: Clock;
  /** What a backup holds besides mail. */
  readonly kept: KeptThings;
  /** How many changes made here have not reached the account's server. */
  waiting(account: AccountId | null): number;
  /** Null: there is no dialog here, and the person types a path. */
  choosePath: ((purpose: PlacePurpose) => Promise<string | null>) | null;
  account(id: AccountId): { readonly label: string; readonly address: string } | null;
  /** The POP3 account of an address, if there is one here. */
  pop3(address: string): AccountId | null;
  reader(onWaiting: (waiting: boolean) => void): MailboxReader;
  serverTarget(signal: AbortSignal, onWaiting: (waiting: boolean) => void): ImportTarget;
  serverFolders(): ServerFolders;
  onJobs(jobs: readonly Job[]): void;
}

/** Mail in and out by files: import, export, backup, restore. */
export class ImportExport {
  readonly book: JobBook;
  readonly jobs: Jobs;
  readonly #places: Places;
  readonly #offers = new Map<string, readonly FoundMailbox[]>();
  /** Unfinished jobs that are being begun again, by id. */
  readonly #again = new Map<string, Promise<string>>();

  constructor(private readonly ports: ImportExportPorts) {
    this.book = new JobBook(ports.journal);
    this.jobs = new Jobs(ports.clock, this.book, (jobs) => ports.onJobs(jobs));
    this.#places = new Places(ports.files, ports.crypto);
  }

  async choosePlace(purpose: PlacePurpose): Promise<{ place: Place | null; ask: boolean }> {
    const { choosePath } = this.ports;
    if (!choosePath) return { place: null, ask: true };
    const path = await choosePath(purpose);
    return { place: path === null ? null : await this.#places.offer(path, purpose), ask: false };
  }

  /** @throws MailError where the host has dialogs: there a page has no business with paths. */
  namePlace(purpose: PlacePurpose, path: string): Promise<Place> {
    if (this.ports.choosePath) {
      throw new MailError({
        kind: 'refused',
        code: 'no-such-place',
        message: 'Places are chosen in a dialog here',
      });
    }
    return this.#places.offer(path, purpose);
  }

  async inspect(token: string): Promise<ImportOffer> {
    const found = await this.#find(this.#places.path(token, 'import-file', 'import-folder', 'restore'));
    this.#offers.set(token, found.mailboxes);
    return {
      kind: found.kind,
      name: found.name,
      mailboxes: found.mailboxes.map(({ path, messages, octets, removed }) => ({
        path,
        messages,
        octets,
        removed,
      })),
      strange: found.strange,
      kept: found.kept,
    };
  }

  /** @throws MailError `nothing-found` */
  async #find(
    root: string,
  ): Promise<
    Pick<ImportOffer, 'kind' | 'name' | 'strange' | 'kept'> & { readonly mailboxes: readonly FoundMailbox[] }
  > {
    const { files, crypto } = this.ports;
    const backup = await backupMailboxes(files, root, crypto);
    const found = backup
      ? {
          kind: 'backup' as const,
          name: backup.label,
          mailboxes: backup.mailboxes,
          strange: [],
          kept: await keptIn(files, root, crypto),
        }
      : await findMailboxes(files, root).then((one) => one && { ...one, kept: null });
    if (!found || (found.mailboxes.length === 0 && found.kept === null)) {
      throw new MailError({
        kind: 'refused',
        code: 'nothing-found',
        message: 'There is no mail here that Tern knows',
        details: { strange: found?.strange.length ?? 0 },
      });
    }
    return found;
  }

  /**
   * Begins again what Tern had not finished when it ended, and takes that off the list.
   * @returns the new job's id. @throws MailError `no-such-job`, `nothing-found`, `account-gone`.
   */
  beginAgain(id: string): Promise<string> {
    const beginning = this.#again.get(id) ?? this.#beginAgain(id).finally(() => this.#again.delete(id));
    this.#again.set(id, beginning);
    return beginning;
  }

  async #beginAgain(id: string): Promise<string> {
    const asked = this.jobs.asked(id);
    if (!asked) {
      throw new MailError({
        kind: 'refused',
        code: 'no-such-job',
        message: 'Nobody knows any more what this was to do',
      });
    }
    const begun = await this.#begin(asked);
    await this.jobs.forget(id);
    return begun;
  }

  async #begin(asked: Asked): Promise<string> {
    switch (asked.kind) {
      case 'import': {
        const { mailboxes } = await this.#find(asked.path);
        const wanted = asked.mailboxes.map((one) => ({ one, source: mailboxes.find((m) => isSame(m, one)) }));
        const sources = wanted.flatMap(({ source }) => source ?? []);
        const gone = wanted.flatMap(({ one, source }) => (source ? [] : [one.path.join('/')]));
        return this.#import(asked.path, sources, asked.into, asked, gone);
      }
      case 'export':
        return this.#export({ ...asked, placed: await this.#stillPlaced(asked) });
      case 'backup':
        if (asked.begun === true) await assertBegun(this.ports.files, asked.folder);
        return this.#backup(asked);
      case 'verify':
        return this.#verify(asked);
    }
  }

  /**
   * What an export that is begun again finds of what it wrote before: a folder of it that is gone is written once more.
   * @throws MailError `begun-gone`: nothing of it is there, as on a disk that was pulled out.
   */
  async #stillPlaced({
    folder,
    placed = {},
  }: Extract<Asked, { kind: 'export' }>): Promise<NonNullable<Extract<Asked, { kind: 'export' }>['placed']>> {
    const whole = Object.entries(placed).filter(([, { whole }]) => (whole ?? 0) > 0);
    const gone = new Set<string>();
    for (const [mailbox, { name }] of whole)
      if ((await this.ports.files.stat(`${folder}/${name}`)) === null) gone.add(mailbox);
    if (gone.size > 0 && gone.size === whole.length) throw begunGone();
    return Object.fromEntries(Object.entries(placed).filter(([mailbox]) => !gone.has(mailbox)));
  }

  startImport(token: string, chosen: readonly number[], into: ImportInto, kept: boolean): Promise<string> {
    const offer = this.#offers.get(token);
    if (!offer) {
      throw new MailError({
        kind: 'refused',
        code: 'no-such-place',
        message: 'Nothing was found there before',
      });
    }
    const sources = [...new Set(chosen)].flatMap((index) => offer[index] ?? []);
    const path = this.#places.path(token, 'import-file', 'import-folder', 'restore');
    const mailboxes = sources.map((source) => ({ path: source.path, removed: source.removed }));
    return this.#import(path, sources, into, { kind: 'import', path, mailboxes, into, kept });
  }

  /** Files that a page sent: one mailbox of them all. */
  importUploads(
    uploads: readonly { readonly blob: string; readonly name: string }[],
    into: ImportInto,
  ): Promise<string> {
    const { blobs } = this.ports;
    const source: FoundMailbox = {
      path: [],
      kind: 'files',
      removed: false,
      octets: 0,
      messages: null,
      async *letters(onOctets): AsyncGenerator<SourceLetter> {
        for (const { blob, name } of uploads) {
          const stream = (): AsyncIterable<Uint8Array> => blobs.openStream(blob as BlobHash);
          if (isMessageFile(name)) {
            const { bytes, cut } = await readMessage(counted(stream(), onOctets));
            yield { ...plainLetter(bytes, cut), flags: readState(bytes).flags, file: name };
          } else yield* mboxLetters(counted(stream(), onOctets), 'mboxrd');
        }
      },
    };
    const name = uploads[0]?.name ?? '';
    return this.#import(name, [source], into, null);
  }

  /** @param gone mailboxes that were wanted and are not there any more. */
  #import(
    name: string,
    sources: readonly FoundMailbox[],
    into: ImportInto,
    asked: Extract<Asked, { kind: 'import' }> | null,
    gone: readonly string[] = [],
  ): Promise<string> {
    // Each of several goes into a folder of its own, also when the others are gone.
    const several = sources.length + gone.length > 1;
    return this.jobs.start('import', name, asked, async (job) => {
      for (const mailbox of gone) job.problem({ mailbox, which: '', code: 'missing' });
      const begin: (() => void)[] = [];
      try {
        if (asked?.kept === true) await this.#bringBack(job, asked.path, begin);
        // What goes to a server may wait for it, and nobody's new mail for that.
        if ('mailbox' in into && this.ports.registry.get(into.mailbox)?.local !== true)
          for (const start of begin.splice(0)) start();
        const known = sources.every(({ messages }) => messages !== null);
        job.expect(
          known ? sources.reduce((sum, { messages }) => sum + (messages ?? 0), 0) : null,
          sources.reduce((sum, { octets }) => sum + octets, 0) || null,
        );
        for (const source of sources) {
          job.signal.throwIfAborted();
          job.at(source.path.join('/'));
          const target = await this.#targetOf(job, several ? source.path : [], source.path, into);
          await this.#importOne(job, source, target);
        }
      } finally {
        for (const start of begin) start();
      }
    });
  }

  /**
   * What else a backup holds, before its mail: it says where that belongs.
   * @param begin takes who is to look for mail once what there was is here: it would all be fetched once more.
   */
  async #bringBack(job: JobReporter, folder: string, begin: (() => void)[]): Promise<void> {
    const { files, crypto, kept } = this.ports;
    const onProblem = ({ which, code }: KeptProblem): void => job.problem({ mailbox: '', which, code });
    const afterMail = (start: () => void): void => void begin.push(start);
    job.kept(await kept.bringBack({ files, folder, crypto, signal: job.signal, onProblem, afterMail }));
  }

  async #importOne(job: JobReporter, source: FoundMailbox, target: KnownMailbox): Promise<void> {
    // One by one: whatever ends it, what it says has been done has been done.
    const report = await importLetters({
      letters: source.letters((octets) => job.did(0, octets)),
      mailbox: target.id,
      target: target.local
        ? this.#localTarget(source.savedOf)
        : this.ports.serverTarget(job.signal, (waiting) => job.waiting(waiting)),
      signal: job.signal,
      onEach: (what) => {
        job.did(1, 0);
        if (what === 'already') job.already(1);
      },
    });
    for (const { message, file, code } of report.problems) {
      job.problem({ mailbox: source.path.join('/'), which: file ?? String(message), code });
    }
  }

  /** Takes letters of a backup as ones that the account has fetched: what the server lists of them does not come again. */
  #localTarget(address: string | undefined): ImportTarget {
    const { local } = this.ports;
    const account = address === undefined ? null : this.ports.pop3(address);
    return { add: (mailbox, letters, onEach) => local.add(mailbox, letters, onEach, account) };
  }

  /**
   * The mailbox that a source goes to, made when it is missing. One source alone goes into the very mailbox of a server
   * that was chosen; several go into mailboxes of their own below it.
   */
  async #targetOf(
    job: JobReporter,
    below: readonly string[],
    path: readonly string[],
    into: ImportInto,
  ): Promise<KnownMailbox> {
    const { registry, local, journal, crypto } = this.ports;
    const above = 'mailbox' in into ? registry.get(into.mailbox) : undefined;
    if ('mailbox' in into && !above) {
      throw new MailError({
        kind: 'refused',
        code: 'mailbox-gone',
        message: 'The folder is not there any more',
      });
    }
    if (above && !above.local) {
      const folders = this.ports.serverFolders();
      return folders.below(above, below, job.signal, (waiting) => job.waiting(waiting));
    }
    if (above && path.length === 0) return above;
    const account = above?.account ?? THIS_COMPUTER;
    if (!above) await local.openAccount(account);
    const first = above?.name ?? ('folder' in into ? into.folder.replaceAll('/', ' ') : '');
    const names = [first, ...path.map((part) => part.replaceAll('/', ' ') || '_')];
    let made: KnownMailbox | undefined;
    for (let depth = 1; depth <= names.length; depth++) {
      const name = names.slice(0, depth).join('/');
      made = registry.byName(account, name);
      if (made) continue;
      made = newMailbox(account, name, null, crypto);
      await journal.appendAll([registry.table.put(made.id, made)]);
    }
    local.mailboxesChanged(account);
    if (!made) throw new RangeError('a folder needs a name');
    return made;
  }

  startExport(mailboxes: readonly MailboxId[], token: string, format: 'mbox' | 'eml'): Promise<string> {
    return this.#export({ kind: 'export', mailboxes, folder: this.#places.path(token, 'export'), format });
  }

  #export(asked: Extract<Asked, { kind: 'export' }>): Promise<string> {
    const { files, registry } = this.ports;
    const { mailboxes, folder, format } = asked;
    const sources = mailboxes.flatMap((id) => registry.get(id) ?? []).filter((m) => m.selectable);
    return this.jobs.start('export', folder, asked, async (job) => {
      const reader = this.ports.reader((waiting) => job.waiting(waiting));
      await files.makeFolder(folder);
      const taken = new Set((await files.entries(folder)).map(({ name }) => name.toLowerCase()));
      let expected = 0;
      let placed = asked.placed ?? {};
      const place = async (mailbox: MailboxId, name: string, whole: number | null): Promise<void> => {
        placed = { ...placed, [mailbox]: { name, whole } };
        await job.left({ ...asked, placed });
      };
      for (const source of sources) {
        job.signal.throwIfAborted();
        job.at(source.name);
        const before = placed[source.id];
        if (before && before.whole !== null) {
          expected += before.whole;
          job.expect(expected, null);
          job.did(before.whole, 0);
          job.already(before.whole);
          continue;
        }
        const { messages, complete } = await reader.contents(source.id, job.signal);
        if (!complete) job.problem({ mailbox: source.name, which: '', code: 'listing-incomplete' });
        expected += messages.length;
        job.expect(expected, null);
        let told = 0;
        const options = {
          messages: reader.read(source.id, messages, job.signal),
          onProgress: (done: number) => {
            job.did(done - told, 0);
            told = done;
          },
        };
        const wanted = `${plainName(source.name, 'mailbox')}${format === 'eml' ? '' : '.mbox'}`;
        const name = before?.name ?? free(wanted, taken);
        await place(source.id, name, null);
        if (format === 'eml') {
          const { failed } = await exportFiles(files, `${folder}/${name}`, options);
          for (const f of failed) job.problem({ mailbox: source.name, which: f.name, code: f.code });
        } else {
          const stream = exportMbox(options);
          const written = files.write(
            `${folder}/${name}`,
            pieces(stream, ({ failed }) => {
              for (const f of failed) job.problem({ mailbox: source.name, which: f.name, code: f.code });
            }),
          );
          await written.catch((error: unknown) => {
            // No half file is left: nothing of this mailbox has been exported.
            job.did(-told, 0);
            throw error;
          });
        }
        await place(source.id, name, messages.length);
      }
    });
  }

  async startBackup(account: AccountId | null, token: string): Promise<string> {
    const folder = this.#places.path(token, 'backup');
    const begun = (await this.ports.files.stat(`${folder}/${MANIFEST}`))?.kind === 'file';
    return this.#backup({ kind: 'backup', account, folder, begun });
  }

  #backup(asked: Extract<Asked, { kind: 'backup' }>): Promise<string> {
    const { files, registry, crypto, clock, kept } = this.ports;
    const { account, folder } = asked;
    // What lives here has no name of its own; pages have a word for it.
    const about = account === null ? { label: '', address: '' } : this.ports.account(account);
    if (!about) throw accountGone();
    const sources = registry
      .ofAccount(account ?? THIS_COMPUTER)
      .filter((m) => m.selectable)
      .map((m) => ({
        id: m.id,
        path: m.delimiter === null || m.delimiter === '' ? [m.name] : m.name.split(m.delimiter),
        role: m.role,
      }));
    return this.jobs.start('backup', about.label, asked, async (job) => {
      let expected = 0;
      /** Files beside the mail that were found to be damaged. */
      let again: ReadonlySet<string> = new Set();
      const save = {
        files,
        folder,
        account: about,
        saveOthers: async () => {
          const { counts, problems } = await saveKept({
            files,
            folder,
            things: kept.gather(account),
            profile: kept.profile,
            blobs: this.ports.blobs,
            crypto,
            now: clock.now(),
            signal: job.signal,
            again,
          });
          job.kept(counts);
          for (const { which, code } of again.size > 0 ? [] : problems)
            job.problem({ mailbox: '', which, code });
        },
        sources,
        reader: this.ports.reader((waiting) => job.waiting(waiting)),
        crypto,
        now: () => clock.now(),
        signal: job.signal,
        begun: asked.begun === true,
        onBegun: () => job.left({ ...asked, begun: true }),
        onMailbox: (path: readonly string[], wanted: number) => {
          job.at(path.join('/'));
          expected += wanted;
          job.expect(expected, null);
        },
        onSaved: (octets: number) => job.did(1, octets),
      } satisfies BackupOptions;
      const { already, problems } = await writeBackup(save);
      job.already(already);
      for (const p of problems) {
        job.problem({ mailbox: p.mailbox, which: p.uid === null ? '' : String(p.uid), code: p.code });
      }
      // A backup that nobody has read back is a hope. What an earlier run saved and the disk lost is saved once more.
      const { damage } = await this.#readBack(job, folder, () => undefined);
      again = new Set(
        damage.flatMap(({ mailbox, file }) => (mailbox === '' ? file.replace(/^files\//, '') : [])),
      );
      if ((await forgetDamaged(files, folder, damage)) > 0 || again.size > 0)
        await writeBackup({ ...save, begun: true });
      if (this.ports.waiting(account) > 0) job.problem({ mailbox: '', which: '', code: 'changes-waiting' });
      if (damage.length > 0) tellDamage(job, await this.#readBack(job, folder, () => undefined));
    });
  }

  startVerify(token: string): Promise<string> {
    return this.#verify({ kind: 'verify', folder: this.#places.path(token, 'restore') });
  }

  #verify(asked: Extract<Asked, { kind: 'verify' }>): Promise<string> {
    const { folder } = asked;
    return this.jobs.start('verify', folder, asked, async (job) => {
      tellDamage(job, await this.#readBack(job, folder, (octets) => job.did(1, octets)));
    });
  }

  async #readBack(
    job: JobReporter,
    folder: string,
    onMessage: (octets: number) => void,
  ): Promise<Verification> {
    const { files, crypto } = this.ports;
    const found = await verifyBackup(files, folder, crypto, job.signal, (octets, mailbox) => {
      job.at(mailbox);
      onMessage(octets);
    });
    if (found) return found;
    throw new MailError({ kind: 'refused', code: 'no-backup', message: 'There is no backup in this folder' });
  }
}

const isSame = (
  a: Pick<FoundMailbox, 'path' | 'removed'>,
  b: Pick<FoundMailbox, 'path' | 'removed'>,
): boolean =>
  a.removed === b.removed && a.path.length === b.path.length && a.path.every((part, i) => part === b.path[i]);

function tellDamage(job: JobReporter, { damage, finished }: Verification): void {
  if (finished === null) job.problem({ mailbox: '', which: '', code: 'backup-unfinished' });
  for (const { mailbox, file, code } of damage) job.problem({ mailbox, which: file, code });
}

/** A generator's pieces; what it returns goes to `onEnd`. */
async function* pieces<T>(
  stream: AsyncGenerator<Uint8Array, T>,
  onEnd: (result: T) => void,
): AsyncGenerator<Uint8Array> {
  for (;;) {
    const step = await stream.next();
    if (step.done === true) {
      onEnd(step.value);
      return;
    }
    yield step.value;
  }
}
