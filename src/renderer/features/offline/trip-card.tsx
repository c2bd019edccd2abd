import type { Trip } from '@shared/contract/offline';
import { formatCount, formatSize, listDate } from '../../i18n/format';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { say } from '../../state/say';
import { Button, Icon, Progress } from '../../ui';

const DAYS = 7;

/** One press before a journey: the last week, whole. Says how far it is, and what could not be had. */
export function TripCard({ trip }: { readonly trip: Trip | null }) {
  const t = useT();
  const { api } = session().engine;
  const running = trip?.state === 'running';
  return (
    <section className="trip" aria-label={t('offline.trip.title')}>
      <Icon name="download" />
      <div className="trip-body">
        <p className="trip-title">{t('offline.trip.title')}</p>
        <p className="form-note" role="status" aria-live={running ? 'off' : 'polite'}>
          {trip ? tripWords(trip, t) : t('offline.trip.text')}
        </p>
        {running && trip.wanted > 0 && (
          <Progress label={t('offline.trip.title')} value={trip.kept} max={trip.wanted} />
        )}
      </div>
      {running ? (
        <Button onPress={() => say(api.stopTaking({}))}>{t('offline.trip.stop')}</Button>
      ) : (
        <>
          {trip && (
            <Button kind="quiet" onPress={() => say(api.stopTaking({}))}>
              {t('offline.trip.close')}
            </Button>
          )}
          <Button kind={trip ? 'plain' : 'primary'} onPress={() => say(api.takeAlong({ days: DAYS }))}>
            {t(trip ? 'offline.trip.again' : 'offline.trip.start')}
          </Button>
        </>
      )}
    </section>
  );
}

function tripWords(trip: Trip, t: ReturnType<typeof useT>): string {
  const { state, kept, wanted, bytes, since, failed } = trip;
  const words = {
    kept: formatCount(kept),
    wanted: formatCount(wanted),
    size: formatSize(bytes),
    since: listDate(since),
    messages: t('offline.messages', { count: kept, formatted: formatCount(kept) }),
  };
  if (state === 'stopped') return t('offline.trip.stopped', words);
  if (state === 'running') return t(wanted > 0 ? 'offline.trip.running' : 'offline.trip.counting', words);
  return failed > 0
    ? t('offline.trip.doneBut', { ...words, count: failed, formatted: formatCount(failed) })
    : t('offline.trip.done', words);
}
