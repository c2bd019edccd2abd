import type { JobProblem } from '@shared/contract/import-export';
import { hasKey, t } from '../../i18n';

/** `Inbox · 17: is no message`, or a sentence where it is about the whole. */
export function problemWords({ mailbox, which, code }: JobProblem): string {
  const words = hasKey(`files.problem.${code}`) ? t(`files.problem.${code}`) : code;
  const where = [mailbox, which].filter((part) => part !== '').join(' · ');
  return where === '' ? words : `${where}: ${words}`;
}
