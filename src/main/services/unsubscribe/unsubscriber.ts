import type { AccountConfig } from '@shared/contract/account';
import type { Settings } from '@shared/contract/engine-api';
import type { UnsubscribeOutcome, UnsubscribeWays } from '@shared/contract/unsubscribe';
import { isMailError, MailError } from '@shared/errors/mail-error';
import { type AccountId, type MessageKey, messageKey, type MessageRef } from '@shared/model/ids';
import type { Draft } from '@shared/contract/compose';
import type { MessageRow } from '@shared/model/message';
import type { Clock } from '@shared/ports/clock';
import type { JournalRecord } from '@shared/ports/vault';
import {
  leftListKey,
  listKeyOf,
  readListUnsubscribe,
  type UnsubscribeTargets,
} from '@shared/util/list-unsubscribe';
import type { Mailto } from '@shared/util/mailto';
import { parseHeaders } from '../../mime/parse-headers';
import { provesUnsubscribe } from '../../mime/unsubscribe-proof';
import type { CheckedHeader } from '../../sync/header-of';
import { identityFor } from '../identity-for';
import type { SettingsBook } from '../settings-book';

export interface UnsubscriberPorts {
  readonly settings: SettingsBook;
  readonly clock: Clock;
  resolve(ref: MessageRef): MessageRef;
  row(ref: MessageRef): Promise<MessageRow | null>;
  accountOf(ref: MessageRef): AccountConfig | undefined;
  /** From the account's own server, or from here. */
  header(ref: MessageRef): Promise<CheckedHeader>;
  /** One POST, for this account. */
  post(account: AccountConfig, url: string, form: string): Promise<{ readonly status: number }>;
  letter(ref: MessageRef, wish: Mailto, list: string): Promise<Draft>;
  settingsChanged(): void;
}

/** RFC 8058 §3.1. */
const FORM = 'List-Unsubscribe=One-Click';
/** Lists that are remembered; the oldest go first. */
const KEPT = 2000;

type How = Settings['leftLists'][string]['how'];

interface Asked {
  readonly row: MessageRow;
  readonly config: AccountConfig;
  readonly list: string;
  readonly targets: UnsubscribeTargets;
}

/**
 * Leaves mailing lists (RFC 2369, RFC 8058). Before the person has agreed, only the account's own mail server is asked for
 * anything; then there is one request, or a letter that the person sends.
 */
export class Unsubscriber {
  /** Requests on their way: whoever asks for the same message meanwhile waits for the same one. */
  readonly #running = new Map<MessageKey, Promise<UnsubscribeOutcome>>();

  constructor(private readonly ports: UnsubscriberPorts) {}

  /** @throws MailError `gone`, `no-unsubscribe` */
  async ways(named: MessageRef): Promise<UnsubscribeWays> {
    const { row, config, targets } = await this.#ask(this.ports.resolve(named));
    const { oneClick, mailto, page } = targets;
    return {
      address: identityFor(config, row.envelope).address,
      oneClick: oneClick === null ? null : { host: hostOf(oneClick) },
      mail: mailto === null ? null : { to: mailto.to[0] ?? '' },
      page: page === null ? null : { url: page, host: hostOf(page) },
    };
  }

  /** The one request, which the person has agreed to. Never made twice at once, never again by itself. */
  request(named: MessageRef): Promise<UnsubscribeOutcome> {
    const ref = this.ports.resolve(named);
    const key = messageKey(ref);
    const running = this.#running.get(key);
    if (running) return running;
    const work = this.#post(ref).finally(() => this.#running.delete(key));
    this.#running.set(key, work);
    return work;
  }

  async letter(named: MessageRef): Promise<Draft> {
    const ref = this.ports.resolve(named);
    const { list, targets } = await this.#ask(ref);
    if (targets.mailto === null) throw noWay();
    const { subject } = targets.mailto;
    return this.ports.letter(
      ref,
      { ...targets.mailto, subject: subject === '' ? 'unsubscribe' : subject },
      list,
    );
  }

  /** The person went to the page; what they did there nobody knows. */
  async opened(named: MessageRef): Promise<void> {
    const { config, list } = await this.#message(this.ports.resolve(named));
    await this.#note(config.id, list, 'page');
  }

  /** A record that remembers that a list was left. */
  noted(account: AccountId, list: string, how: How): JournalRecord {
    return this.ports.settings.record(this.#with(account, list, how));
  }

  /** Nothing is remembered of lists that came to an account which is removed. */
  async forget(account: AccountId): Promise<void> {
    const mine = `${account} `;
    if (!Object.keys(this.ports.settings.get().leftLists).some((key) => key.startsWith(mine))) return;
    await this.ports.settings.change(({ leftLists }) => ({
      leftLists: Object.fromEntries(Object.entries(leftLists).filter(([key]) => !key.startsWith(mine))),
    }));
    this.ports.settingsChanged();
  }

  async #note(account: AccountId, list: string, how: How): Promise<void> {
    await this.ports.settings.change(this.#with(account, list, how));
    this.ports.settingsChanged();
  }

  #with(account: AccountId, list: string, how: How): (now: Settings) => Partial<Settings> {
    const at = this.ports.clock.now();
    return ({ leftLists }) => ({
      leftLists: Object.fromEntries(
        [
          ...Object.entries(leftLists).filter(([key]) => key !== leftListKey(account, list)),
          [leftListKey(account, list), { at, how }] as const,
        ].slice(-KEPT),
      ),
    });
  }

  async #post(ref: MessageRef): Promise<UnsubscribeOutcome> {
    const { config, list, targets } = await this.#ask(ref);
    const url = targets.oneClick;
    if (url === null) throw noWay();
    const host = hostOf(url);
    try {
      const { status } = await this.ports.post(config, url, FORM);
      const result =
        status >= 200 && status < 300 ? 'done' : status >= 300 && status < 400 ? 'elsewhere' : 'refused';
      if (result === 'done') await this.#note(config.id, list, 'request');
      return { result, host, status };
    } catch (error) {
      if (!isMailError(error)) throw error;
      return { result: error.kind === 'uncertain' ? 'no-answer' : 'unreachable', host, status: 0 };
    }
  }

  async #message(ref: MessageRef): Promise<Pick<Asked, 'row' | 'config' | 'list'>> {
    const row = await this.ports.row(ref);
    const config = this.ports.accountOf(ref);
    if (!row || !config)
      throw new MailError({ kind: 'refused', code: 'gone', message: 'The message is gone' });
    return { row, config, list: listKeyOf(row.envelope) };
  }

  /** What the message itself says, not what is listed of it: the proof is about these very fields. */
  async #ask(ref: MessageRef): Promise<Asked> {
    const about = await this.#message(ref);
    const targets = (await this.#proven(ref)) ?? unproven(about.row);
    if (targets === null) throw noWay();
    return { ...about, targets };
  }

  async #proven(ref: MessageRef): Promise<UnsubscribeTargets | null> {
    try {
      const { bytes, checker } = await this.ports.header(ref);
      const headers = parseHeaders(bytes);
      const targets = readListUnsubscribe(
        headers.first('list-unsubscribe'),
        headers.first('list-unsubscribe-post'),
      );
      const believed = checker !== null && provesUnsubscribe(bytes, checker);
      return targets && (believed ? targets : { ...targets, oneClick: null });
    } catch (error) {
      // Without a connection one can write to them all the same.
      if (isMailError(error) && error.kind !== 'refused') return null;
      throw error;
    }
  }
}

/** By what is listed of a message, nothing is proven. */
function unproven({ envelope }: MessageRow): UnsubscribeTargets | null {
  const targets = readListUnsubscribe(envelope.extra['list-unsubscribe'] ?? '', '');
  return targets && { ...targets, oneClick: null };
}

/** As people write it: without what only machines look at. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '');

const noWay = (): MailError =>
  new MailError({
    kind: 'refused',
    code: 'no-unsubscribe',
    message: 'The message names no way to leave its list',
  });
