import { failureOf, failureWords } from '../../state/errors';
import { Notice, ServerWords } from '../../ui';

/** Why something could not be begun, in words; nothing where nothing failed. */
export function Failure({ error }: { readonly error: unknown }) {
  if (error === null) return null;
  const failure = failureOf(error);
  const words = failureWords(failure);
  return (
    <Notice tone="danger" title={words.title}>
      {words.text}
      <ServerWords text={failure.server} />
    </Notice>
  );
}
