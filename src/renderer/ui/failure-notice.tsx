import { failureOf, failureWords } from '../state/errors';
import { Notice, ServerWords } from './notice';

/**
 * Why something could not be done: what happened, what to do, and the server's own words. Nothing where `error` is null.
 * Read out as soon as it appears.
 */
export function FailureNotice({ error }: { readonly error: unknown }) {
  if (error === null) return null;
  const failure = failureOf(error);
  const words = failureWords(failure);
  return (
    <div role="alert">
      <Notice tone="danger" title={words.title}>
        {words.text}
        <ServerWords text={failure.server} />
      </Notice>
    </div>
  );
}
