import { useMemo } from 'react';
import type { Identity } from '@shared/contract/account';
import type { DraftContent } from '@shared/contract/compose';
import { ownKeyOf } from '@shared/model/letter-keys';
import type { Command } from '../../../state/commands';
import { useOpenPgpKeys } from '../../../state/openpgp';
import type { OpenDraft } from '../use-draft';
import { letterState, type LetterState, toggled } from './letter-protection';

export interface LetterProtecting {
  readonly state: LetterState;
  /** The same of a letter that is not on show yet. */
  readonly stateOf: (content: DraftContent) => LetterState;
  /** The two switches are of use: there is a key to do it with, or one of them is on. */
  readonly offered: boolean;
  readonly toggle: (what: 'encrypt' | 'sign') => void;
  /** Another identity writes now: signed where that is the rule for it. */
  readonly writesAs: (identity: Identity | undefined) => void;
}

/** What OpenPGP is to do with the letter that is being written, kept current as people and keys come and go. */
export function useLetterProtection(
  content: DraftContent,
  identity: Identity | null,
  edit: OpenDraft['edit'],
): LetterProtecting {
  const keys = useOpenPgpKeys();
  const { to, cc, bcc, protect } = content;
  const address = identity?.address ?? '';
  const state = useMemo(
    () => letterState({ to, cc, bcc, protect }, address, keys, Date.now()),
    [to, cc, bcc, protect, address, keys],
  );
  return {
    state,
    stateOf: (now) => letterState(now, address, keys, Date.now()),
    offered: state.own !== null || state.encrypt || state.sign,
    toggle: (what) => edit((now) => ({ protect: toggled(now.protect, what) })),
    writesAs: (next) => {
      if (next?.signAlways !== true || !ownKeyOf(keys, next.address)) return;
      edit((now) => ({ protect: { encrypt: false, ...now.protect, sign: true } }));
    },
  };
}

/** The switches as commands. */
export const protectCommands = (toggle: LetterProtecting['toggle']): readonly Command[] => [
  {
    id: 'encryptLetter',
    title: 'commands.encryptLetter',
    group: 'write',
    icon: 'secure',
    keys: [ENCRYPT_KEYS],
    whileTyping: true,
    run: () => toggle('encrypt'),
  },
  {
    id: 'signLetter',
    title: 'commands.signLetter',
    group: 'write',
    icon: 'signature',
    keys: [SIGN_KEYS],
    whileTyping: true,
    run: () => toggle('sign'),
  },
];

export const ENCRYPT_KEYS = '$mod+Shift+e';
export const SIGN_KEYS = '$mod+Shift+g';
