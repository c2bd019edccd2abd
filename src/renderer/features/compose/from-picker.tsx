import type { DraftContent } from '@shared/contract/compose';
import { useT } from '../../i18n';
import { useAccounts } from '../../state/engine-state';
import { Select } from '../../ui';
import { withSignatureOf } from './signature';

/** Who writes; shown when there is a choice. The signature goes along with the identity. */
export function FromPicker({
  content,
  onChange,
}: {
  readonly content: DraftContent;
  readonly onChange: (change: Partial<DraftContent>) => void;
}) {
  const t = useT();
  const accounts = useAccounts();
  const choices = accounts.flatMap(({ account }) =>
    account.identities.map((identity) => ({ account, identity, id: `${account.id} ${identity.id}` })),
  );
  const value = `${content.account} ${content.identity}`;
  // Also where there is one only, and the letter was written as somebody who is no longer there.
  if (choices.length < 2 && choices[0]?.id === value) return null;
  const names = new Set(choices.map(({ identity }) => `${identity.name} ${identity.address}`));
  return (
    <div className="compose-people compose-from">
      <span className="compose-label" aria-hidden>
        {t('compose.from')}
      </span>
      <Select
        label={t('compose.from')}
        hideLabel
        options={choices.map(({ id, identity, account }) => {
          // Isolated: in a right-to-left line the brackets would turn round.
          const who =
            identity.name === '' ? identity.address : `\u2068${identity.name} <${identity.address}>\u2069`;
          // The same address in two accounts goes out by two servers.
          return { id, label: names.size < choices.length ? `${who} · ${account.label}` : who };
        })}
        value={value}
        onChange={(id) => {
          const next = choices.find((one) => one.id === id);
          const old = choices.find((one) => one.id === value);
          if (next === undefined) return;
          onChange({
            account: next.account.id,
            identity: next.identity.id,
            ...(old === undefined ? {} : withSignatureOf(content, old.identity, next.identity)),
          });
        }}
      />
    </div>
  );
}
