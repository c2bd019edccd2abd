import { isMailError } from '@shared/errors/mail-error';
import type { Draft } from '@shared/contract/compose';
import type { EngineContract } from '@shared/contract/engine-api';
import { type BlobHash, THIS_COMPUTER } from '@shared/model/ids';
import type { Handlers } from '@shared/rpc/contract';
import { publicOperation } from '../operations/queue';
import { type AccountEvents, accountHandlers } from './account-handlers';
import { act, actOnMailbox, newGroup } from './acting';
import { importExportHandlers } from './import-export/compose';
import { automaticHandlers } from './automatic/handlers';
import { panelHandlers } from './panel-handlers';
import { auditHandlers } from './audit/audit-handlers';
import { offlineHandlers } from './offline/offline-handlers';
import { deskHandlers } from './desk-handlers';
import type { Engine } from './engine';
import { notSealed, openPgpHandlers } from './openpgp';
import { searchHandlers } from './search/search-handlers';
import { snoozeHandlers, undoSnooze } from './snooze/handlers';
import { templateHandlers } from './templates';
import { trustHandlers } from './trust/trust-handlers';
import { offerFile, offerPortsOf } from './offer-file';
import { unpackPart } from './unpack-part';
import { unsubscribeHandlers } from './unsubscribe';
import { retry } from './retry';
import { undo } from './taking-back';
import { forget } from './withdraw';
import { SaveFolders } from './save-folders';

/** What concerns the one page that is served. */
export interface PageEvents extends AccountEvents {
  onWords(): void;
  onLastWords(): void;
}

/** EngineApi for one page. */
export function uiHandlers(engine: Engine, events: PageEvents): Handlers<EngineContract> {
  const { settings, queue, forwarding, outbox, drafts, copies, reading, writing, answers, files, parts } =
    engine;
  const folders = new SaveFolders(parts.crypto);
  return {
    status: () => engine.status(),
    settings: () => settings.get(),
    updateSettings: async (change) => {
      const next = await settings.update(change);
      engine.settingsChanged();
      return next;
    },

    ...accountHandlers(engine, events),
    ...deskHandlers(engine),
    keepsWords: () => {
      events.onWords();
    },
    lastWordsSaved: () => events.onLastWords(),
    syncNow: async ({ account, mailbox }) => {
      for (const [id, runner] of engine.runners) {
        if (account !== null && account !== id) continue;
        runner.syncNow(mailbox);
        await outbox.hurry(id);
      }
    },
    setWorkOffline: async ({ offline }) => {
      await settings.update({ workOffline: offline });
      for (const [id, runner] of engine.runners) {
        if (offline) {
          runner.disconnect();
          outbox.rest(id);
        } else {
          runner.kick();
          outbox.wake(id);
        }
      }
      engine.settingsChanged();
    },

    ...trustHandlers(engine),

    fetchBody: ({ ref }) => reading.fetchBody(ref),
    fetchRest: ({ ref }) => reading.fetchRest(ref),
    fetchPart: ({ ref, section }) => reading.fetchPart(ref, section),
    unpackPart: ({ url }) => unpackPart(url, { files, shelf: engine.shelf }),
    openLetter: async ({ from, account }) => {
      const blob = 'url' in from ? files.entryOf(from.url).blob : (from.blob as BlobHash);
      // What was in an encrypted letter has no blob, and can't be kept as a file of its own.
      return {
        message: await engine.letters.open(blob, account),
        blob: typeof blob === 'string' ? blob : '',
      };
    },
    openPart: async ({ url }) => {
      const file = await files.openUrl(url);
      return { opened: file !== null && (await parts.shell.openFile(file)) };
    },
    saveFolder: async () => {
      const { shell } = parts;
      if (!shell.choosePath) return { folder: null, cancelled: false };
      const path = await shell.choosePath('export');
      return path === null
        ? { folder: null, cancelled: true }
        : { folder: folders.add(path), cancelled: false };
    },
    savePart: async ({ url, folder }) => {
      const into = folder === null ? undefined : folders.at(folder);
      const file = await files.openUrl(url);
      return (file && (await parts.shell.saveFile(file, into))) ?? { saved: false, path: '' };
    },
    offerFile: (offered) => offerFile(offered, offerPortsOf(engine)),
    startDrag: async ({ url }) => {
      const file = await files.openUrl(url);
      return { started: file !== null && (await parts.shell.dragFile(file)) };
    },
    source: ({ ref, limit }) => reading.source(ref, limit),
    remoteImages: ({ urls }) => reading.remoteImages(urls),
    ...unsubscribeHandlers(engine),
    openLink: async ({ url }) => ({ opened: await parts.shell.openLink(url) }),

    act: ({ action, keys }) => act(engine, action, keys),
    removedMessages: (where) => engine.removed.list(engine.store?.api ?? null, where),
    restoreRemoved: async ({ ids, to }) => {
      const group = newGroup(engine);
      const { operations } = await engine.removed.restore(ids, to, group);
      const accepted = queue.group(group).map(publicOperation);
      engine.log.add(
        group,
        accepted.map((operation) => ({ operation, shownIn: null })),
      );
      return { operations, group };
    },
    forgetRemoved: ({ ids }) => engine.removed.forget(ids),
    undo: async ({ group }) => {
      // What was archived may have been both: messages, and a letter that came up because nobody answered it.
      const snoozed = (await undoSnooze(engine, group)) ?? 0;
      try {
        const { undone } = await undo(engine, group);
        return { undone: undone + snoozed };
      } catch (error) {
        // What could be taken back has been.
        if (snoozed === 0 || !isMailError(error) || error.kind !== 'refused') throw error;
        return { undone: snoozed };
      }
    },
    createMailbox: async ({ account, name }) => {
      if (account === THIS_COMPUTER) await engine.local.openAccount(account);
      return actOnMailbox(engine, { kind: 'create-mailbox', account, name });
    },
    renameMailbox: ({ mailbox, name }) => actOnMailbox(engine, { kind: 'rename-mailbox', mailbox, name }),
    deleteMailbox: ({ mailbox }) => actOnMailbox(engine, { kind: 'delete-mailbox', mailbox }),
    subscribeMailbox: ({ mailbox, subscribed }) =>
      actOnMailbox(engine, { kind: 'subscribe', mailbox, subscribed }),
    operations: () => queue.all().map(publicOperation),
    retryOperation: ({ id }) => retry(engine, id),
    forgetOperation: ({ id }) => forget(engine, id),
    ...panelHandlers(engine),
    ...auditHandlers(engine),
    ...searchHandlers(engine),
    ...importExportHandlers(engine),
    ...offlineHandlers(engine),
    ...automaticHandlers(engine),
    ...snoozeHandlers(engine),
    ...openPgpHandlers(engine),

    newDraft: ({ account, to }) => writing.newDraft(account, to),
    replyDraft: ({ ref, mode, words }) => {
      notSealed(engine, ref);
      return writing.reply(forwarding.resolve(ref), mode, words);
    },
    openDraft: ({ ref }) => writing.openDraft(forwarding.resolve(ref)),
    drafts: () => drafts.list().map((draft) => copies.shown(draft)),
    draft: ({ id }) => {
      const draft = drafts.get(id);
      return draft && copies.shown(draft);
    },
    saveDraft: async ({ id, base, content }) => {
      const draft = await drafts.save(id, base, content);
      copies.edited(draft.id);
      return draft;
    },
    closeDraft: async ({ id }) => ({ kept: await copies.closed(id) }),
    draftVersions: ({ id }) => [...drafts.versions(id)],
    settleDraft: ({ id }) => copies.settleConflict(id),
    discardDraft: async ({ id }) => {
      await drafts.remove(id, copies.release(id));
      await copies.cleanUp(id);
    },
    ...templateHandlers(engine),
    pictures: ({ files: shown }) => writing.pictures(shown),
    send: ({ id, base, content, at }) => writing.send(id, base, content, at),
    redirect: ({ ref, to }) => {
      notSealed(engine, ref);
      return writing.redirect(forwarding.resolve(ref), to);
    },
    answerReceipt: ({ ref, send, to, words }) =>
      answers.receipt(forwarding.resolve(ref), send ? to : [], words),
    answerInvitation: ({ ref, section, participation, words }) =>
      answers.invitation(forwarding.resolve(ref), section, participation, words),
    givenAnswer: ({ ref, ...event }) => answers.givenTo(forwarding.resolve(ref), event),
    rescheduleSend: ({ id, at }) => outbox.reschedule(id, at),
    outbox: () => outbox.list(),
    undoSend: async ({ id }) => {
      let draft: Draft | null = null;
      const words = await writing.sealed.words(id);
      const { taken } = await outbox.undo(id, (content) => {
        draft = drafts.make(words?.(content) ?? content);
        return [drafts.table.put(draft.id, draft)];
      });
      drafts.onChange?.();
      return { taken, draft };
    },
    retrySend: ({ id }) => outbox.retry(id),
    resolveSend: async ({ id, as }) => {
      let draft: Draft | null = null;
      const words = as === 'to-draft' ? await writing.sealed.words(id) : null;
      await outbox.resolve(id, as, (content) => {
        draft = drafts.make(words?.(content) ?? content);
        return [drafts.table.put(draft.id, draft)];
      });
      drafts.onChange?.();
      return { draft };
    },
  };
}
