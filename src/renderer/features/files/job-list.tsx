import type { Job } from '@shared/contract/import-export';
import { formatCount, formatSize } from '../../i18n/format';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { useJobs } from '../../state/engine-state';
import { say } from '../../state/say';
import { Button, FailureNotice, Icon, IconButton, Progress } from '../../ui';
import { useThings } from './kept-things';
import { problemWords } from './problems';

const SHOWN_PROBLEMS = 200;

/** What runs and what has run, newest first. */
export function JobList() {
  const t = useT();
  const jobs = useJobs();
  if (jobs.length === 0) return null;
  return (
    <section className="files-jobs" aria-label={t('files.jobs')}>
      <h3 className="form-heading">{t('files.jobs')}</h3>
      <ul className="files-job-list">
        {[...jobs].reverse().map((job) => (
          <JobLine key={job.id} job={job} />
        ))}
      </ul>
    </section>
  );
}

export function useJobTitle(): (job: Job) => string {
  const t = useT();
  return (job) => t(`files.job.${job.kind}`, { name: job.name || t('folders.thisComputer') });
}

function JobLine({ job }: { readonly job: Job }) {
  const t = useT();
  const title = useJobTitle()(job);
  const running = job.ended === null;
  const { messages, octets, problems } = job;
  const words = useJobWords(job);
  const kept = useKeptWords(job);
  return (
    <li className="files-job">
      <div className="files-job-head">
        <b className="truncate" dir="auto" title={title}>
          {title}
        </b>
        {running ? (
          <Button size="small" onPress={() => say(session().engine.api.stopJob({ job: job.id }))}>
            {t('files.stop')}
          </Button>
        ) : (
          <span className="files-job-actions">
            {job.again && (
              <Button size="small" onPress={() => say(session().engine.api.beginJobAgain({ job: job.id }))}>
                {t('files.again')}
              </Button>
            )}
            <IconButton
              icon="close"
              label={t('files.forget')}
              onPress={() => say(session().engine.api.forgetJob({ job: job.id }))}
            />
          </span>
        )}
      </div>
      <div role="status">
        {job.error && <FailureNotice error={{ ...job.error, details: {} }} />}
        {(!job.error || messages.done > 0) && (
          // Numbers that change all the time are not read out; what came of it is.
          <p className="files-job-words tabular" dir="auto" aria-live={running ? 'off' : 'polite'}>
            {job.state === 'waiting' && <Icon name="offline" size={13} />}
            {job.state === 'unfinished' && <Icon name="warning" size={13} />} {words}
          </p>
        )}
        {!running &&
          kept.map((line) => (
            <p key={line} className="files-job-words" dir="auto">
              {line}
            </p>
          ))}
      </div>
      {running && messages.of !== null && messages.of > 0 && (
        <Progress label={words} value={messages.done} max={messages.of} />
      )}
      {running && messages.of === null && octets.of !== null && (
        <Progress label={words} value={octets.done} max={octets.of} />
      )}
      {problems.length > 0 && (
        <details className="files-problems">
          <summary>
            {t('files.problems', { count: problems.length, formatted: formatCount(problems.length) })}
          </summary>
          <ul>
            {problems.slice(0, SHOWN_PROBLEMS).map((problem, at) => (
              <li key={at} dir="auto">
                {problemWords(problem)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

/** What was saved or brought back besides mail; what was there already, in a sentence of its own. */
function useKeptWords({ kind, kept }: Job): string[] {
  const t = useT();
  const things = useThings();
  const of = (which: 'done' | 'already'): string =>
    things(kept.map((one) => ({ kind: one.kind, count: one[which] })));
  const [done, already] = [of('done'), of('already')];
  return [
    ...(done === ''
      ? []
      : [t(kind === 'backup' ? 'files.kept.saved' : 'files.kept.brought', { things: done })]),
    ...(already === '' ? [] : [t('files.kept.already', { things: already })]),
  ];
}

function useJobWords({ state, at, messages, octets, already, problems, kind, again }: Job): string {
  const t = useT();
  const count = messages.done;
  const formatted = formatCount(count);
  if (state === 'waiting') return t('files.doing.waiting');
  if (state === 'unfinished') {
    return [
      messages.of === null
        ? t('files.unfinished.some', { count, formatted })
        : t('files.unfinished.of', { count, done: formatted, total: formatCount(messages.of) }),
      t(again ? `files.unfinished.${kind}` : 'files.unfinished.gone'),
    ].join(' ');
  }
  if (state === 'done' || state === 'stopped' || state === 'failed') {
    return [
      t(state === 'done' ? 'files.doing.done' : 'files.doing.stopped', { count, formatted }),
      already > 0 && t('files.already', { count: already, formatted: formatCount(already) }),
      state === 'done' &&
        (kind === 'backup' || kind === 'verify') &&
        problems.length === 0 &&
        t('files.whole'),
    ]
      .filter(Boolean)
      .join(' ');
  }
  if (messages.of !== null)
    return t('files.doing.of', { at, done: formatted, total: formatCount(messages.of) });
  if (octets.of !== null)
    return t('files.doing.octets', { at, done: formatSize(octets.done), total: formatSize(octets.of) });
  return t('files.doing.running', { at, count, formatted });
}
