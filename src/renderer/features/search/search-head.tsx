import { useEffect } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { SearchCoverage } from '@shared/contract/view-api';
import { termsOf } from '@shared/search/query';
import { useT } from '../../i18n';
import { formatCount } from '../../i18n/format';
import { commands } from '../../state/commands';
import { useAccounts, useMailboxes, useStatus } from '../../state/engine-state';
import { failureOf, failureWords } from '../../state/errors';
import { accountOf, isApart, parseTyped, searchIn, type SearchIn, useSearchIn } from '../../state/search';
import {
  leaveServerSearch,
  searchKey,
  searchOnServer,
  stopServerSearch,
  tellFound,
  useServerSearch,
} from '../../state/server-search';
import { canSaveMore, savedIn, useSavedSearches, useSearchedText } from '../../state/saved-searches';
import { say } from '../../state/say';
import { useSelection } from '../../state/selection';
import type { ViewWindow } from '../../state/view-window';
import { Button, Icon } from '../../ui';
import { placeName } from '../folders';

/** Above the results: where was searched, what was looked at, and what of it is not on this computer. */
export function SearchHead({ window }: { readonly window: ViewWindow }) {
  const { coverage } = window;
  const key = searchKey(window.query);
  const asked = useServerSearch((state) => state.key);
  useEffect(() => {
    const { key: own, found } = useServerSearch.getState();
    // The same search in a new view (the store was restarted), or another one.
    if (own === key) say(tellFound(key, found));
    else leaveServerSearch();
  }, [window, key]);
  useEffect(() => leaveServerSearch, []);
  return (
    <div className="search-head">
      <div className="search-top">
        <Where />
        <Keep />
      </div>
      <Notes />
      {coverage && <Looked window={window} coverage={coverage} />}
      {asked === key && <OnServer window={window} />}
    </div>
  );
}

/** A way to keep the search that is typed; in one that is kept, what it looks for. */
function Keep() {
  const t = useT();
  const text = useSelection((state) => state.text);
  const place = useSelection((state) => state.place);
  const saved = savedIn(place, useSavedSearches());
  if (text !== '') {
    return (
      <Button
        kind="quiet"
        size="small"
        icon="add"
        isDisabled={!canSaveMore()}
        onPress={() => commands.run('saveSearch')}
      >
        {t('search.saved.save')}
      </Button>
    );
  }
  if (!saved) return null;
  return (
    <>
      <span className="search-saved-text truncate" dir="auto">
        {saved.text}
      </span>
      <Button kind="quiet" size="small" icon="compose" onPress={() => commands.run('editSearch')}>
        {t('search.saved.edit')}
      </Button>
    </>
  );
}

/** This folder, this account, everywhere. Radio buttons: arrows choose, the screen reader says which of how many. */
function Where() {
  const t = useT();
  const place = useSelection((state) => state.place);
  const text = useSelection((state) => state.text);
  const chosen = useSearchIn();
  const accounts = useAccounts().length;
  useMailboxes();
  if (text === '' || place?.kind !== 'mail' || (isApart(place) && place.saved === undefined)) return null;
  // A query that names its places needs no other.
  if ([...termsOf(parseTyped(text).node)].some(({ kind }) => kind === 'in' || kind === 'account'))
    return null;
  const isEverything =
    place.scope.kind === 'all' && place.scope.account === null && place.saved === undefined;
  const choices: SearchIn[] = [
    ...(isEverything ? [] : ['here' as const]),
    ...(accounts > 1 && accountOf(place) !== null ? ['account' as const] : []),
    'everywhere',
  ];
  if (choices.length < 2) return null;
  const current = choices.includes(chosen) ? chosen : 'here';
  return (
    <div className="search-where" role="radiogroup" aria-label={t('search.where.label')}>
      {choices.map((choice) => (
        <label key={choice} className="search-choice">
          <input
            type="radio"
            name="search-where"
            checked={choice === current}
            onChange={() => searchIn(choice)}
          />
          <span className="truncate" dir="auto">
            {t(`search.where.${choice}`, { place: placeName(place) })}
          </span>
        </label>
      ))}
    </div>
  );
}

function Notes() {
  const t = useT();
  const text = useSelection((state) => state.text);
  const { notes } = parseTyped(text);
  return (
    <div role="status">
      {notes.slice(0, 2).map((note) => (
        <p key={`${note.kind} ${note.name}`} className="search-note">
          <Icon name="notice" size={13} />
          <span>
            {note.kind === 'unknown-operator'
              ? t('search.note.unknown', { name: note.name, word: note.word })
              : t('search.note.badValue', { name: note.name, value: note.value })}
          </span>
        </p>
      ))}
    </div>
  );
}

/** True numbers: what was searched, and what was not. */
function Looked({ window, coverage }: { readonly window: ViewWindow; readonly coverage: SearchCoverage }) {
  const t = useT();
  const { messages, texts, readsTexts, waiting, unlisted } = coverage;
  const { search } = useSelection.getState();
  const typed = useSelection((state) => state.text);
  const text = useSearchedText();
  const asked = useServerSearch((state) => state.key) === searchKey(window.query);
  const missing = readsTexts ? Math.max(0, messages - texts - waiting) : 0;
  const count = (n: number) => ({ count: n, formatted: formatCount(n) });
  const sentences = [
    t(readsTexts ? 'search.looked.texts' : 'search.looked.subjects', {
      messages: formatCount(messages),
      texts: formatCount(texts),
    }),
    missing > 0 && t('search.looked.missing', count(missing)),
    readsTexts && waiting > 0 && t('search.looked.waiting', count(waiting)),
    unlisted > 0 && t('search.looked.unlisted', count(unlisted)),
  ].filter((sentence) => sentence !== false);
  const { scope } = window.query;
  const leavesOut =
    scope.kind === 'all' && ![...termsOf(parseTyped(text).node)].some(({ kind }) => kind === 'in');
  return (
    <div className="search-looked">
      <p className="tabular" role="status">
        {sentences.join(' ')}
        {leavesOut && ` ${t('search.looked.leftOut')} `}
        {leavesOut && typed !== '' && (
          <AriaButton className="search-link" onPress={() => search(`${text.trim()} in:anywhere`)}>
            {t('search.looked.include')}
          </AriaButton>
        )}
      </p>
      {!asked && (missing > 0 || unlisted > 0) && <Ask window={window} />}
    </div>
  );
}

function Ask({ window }: { readonly window: ViewWindow }) {
  const t = useT();
  const offline = useIsOffline();
  if (offline) return <p className="search-offline">{t('search.server.offline')}</p>;
  return (
    <Button kind="plain" icon="search" onPress={() => void searchOnServer(window.query)}>
      {t('search.server.ask')}
    </Button>
  );
}

/** No account has a connection. */
function useIsOffline(): boolean {
  const status = useStatus();
  const accounts = useAccounts();
  const away = new Set(['offline', 'paused', 'trouble', 'needs-password', 'needs-sign-in']);
  return (status?.workOffline ?? false) || accounts.every(({ phase }) => away.has(phase));
}

function OnServer({ window }: { readonly window: ViewWindow }) {
  const t = useT();
  const { state, progress, report, error, found } = useServerSearch();
  const again = (
    <Button kind="quiet" onPress={() => void searchOnServer(window.query)}>
      {t('search.server.again')}
    </Button>
  );
  if (state === 'running') {
    const numbers = { done: formatCount(progress?.done ?? 0), total: formatCount(progress?.mailboxes ?? 0) };
    const folder = progress?.mailbox ?? '';
    return (
      <div className="search-server">
        <progress
          aria-label={t('search.server.ask')}
          max={Math.max(1, progress?.mailboxes ?? 1)}
          value={progress?.done ?? 0}
        />
        <span className="truncate tabular" role="status" aria-live="off">
          {folder === ''
            ? t('search.server.running', numbers)
            : t('search.server.runningIn', { ...numbers, folder })}
        </span>
        <Button kind="quiet" onPress={stopServerSearch}>
          {t('search.server.stop')}
        </Button>
      </div>
    );
  }
  const failed = report?.mailboxes.filter(({ searched }) => searched === 'no') ?? [];
  const more = report?.mailboxes.reduce((sum, box) => sum + box.more, 0) ?? 0;
  const total = found.length;
  const words =
    state === 'stopped'
      ? t('search.server.stopped')
      : state === 'failed'
        ? `${t('search.server.failed')} ${failureWords(failureOf(error)).text}`
        : total === 0
          ? t('search.server.doneNone')
          : t('search.server.done', { count: total, formatted: formatCount(total) });
  return (
    <div className="search-server">
      <Icon name={state === 'failed' || failed.length > 0 ? 'warning' : 'check'} size={14} />
      <span className="tabular" role="status">
        {words}
        {more > 0 && ` ${t('search.server.more', { count: more, formatted: formatCount(more) })}`}
      </span>
      {(state !== 'done' || failed.length > 0) && again}
      {failed.length > 0 && (
        <details className="search-failed">
          <summary>
            {t('search.server.notSearched', { count: failed.length, formatted: formatCount(failed.length) })}
          </summary>
          <ul>
            {failed.map(({ mailbox, name, why }) => (
              <li key={mailbox}>
                <bdi>{name}</bdi>:{' '}
                {failureWords({ code: why?.code ?? '', server: why?.server ?? '', details: {} }).title}
                {why?.server ? <q dir="auto">{why.server}</q> : null}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
