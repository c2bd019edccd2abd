import { useEffect, useMemo, useRef, useState } from 'react';
import type { Identity } from '@shared/contract/account';
import type { DraftContent } from '@shared/contract/compose';
import { ownKeyOf } from '@shared/model/letter-keys';
import { type Command, useCommands } from '../../../state/commands';
import { useOpenPgpKeys } from '../../../state/openpgp';
import type { OpenDraft } from '../use-draft';
import { isRefused, letterState, type LetterState, toggled, unencrypted } from './letter-protection';

/** What stands between a letter and its going out – keys that are missing, or one that is locked – and when it would go. */
export interface Stopped {
  readonly by: 'keys' | 'lock';
  readonly at: number | null;
}

export interface LetterProtecting {
  readonly state: LetterState;
  /** The address of who writes. */
  readonly address: string;
  /** The two switches are of use: there is a key to do it with, or one of them is on. */
  readonly offered: boolean;
  readonly toggle: (what: 'encrypt' | 'sign') => void;
  /** Another identity writes now: signed where that is the rule for it. */
  readonly writesAs: (identity: Identity | undefined) => void;
  readonly stopped: Stopped | null;
  /** Asks when a letter can't go as it is. @returns whether it was stopped. */
  readonly stops: (content: DraftContent, by: Stopped['by'], at: number | null) => boolean;
  /** The engine has no passphrase for the key that signs. */
  readonly locked: (at: number | null) => void;
  /** It is to go out without what is impossible. */
  readonly giveUp: () => void;
  readonly goOn: () => void;
}

/** What OpenPGP is to do with the letter that is being written, kept current as people and keys come and go. */
export function useLetterProtection(
  content: DraftContent,
  identity: Identity | null,
  edit: OpenDraft['edit'],
  isFront: boolean,
): LetterProtecting {
  const keys = useOpenPgpKeys();
  const [stopped, setStopped] = useState<Stopped | null>(null);
  const { to, cc, bcc, protect } = content;
  const address = identity?.address ?? '';
  const state = useMemo(
    () => letterState({ to, cc, bcc, protect }, address, keys, Date.now()),
    [to, cc, bcc, protect, address, keys],
  );
  const toggle = (what: 'encrypt' | 'sign'): void => edit((now) => ({ protect: toggled(now.protect, what) }));
  const newest = useRef(toggle);
  useEffect(() => {
    newest.current = toggle;
  });
  const offered = state.own !== null || state.encrypt || state.sign;
  const commands = isFront && offered;
  useCommands(useMemo(() => (commands ? protectCommands((what) => newest.current(what)) : []), [commands]));
  return {
    state,
    address,
    offered,
    toggle,
    writesAs: (next) => {
      if (next?.signAlways !== true || !ownKeyOf(keys, next.address)) return;
      edit((now) => ({ protect: { encrypt: false, ...now.protect, sign: true } }));
    },
    stopped,
    stops: (letter, by, at) => {
      const now = letterState(letter, address, keys, Date.now());
      const stop = by === 'keys' ? isRefused(now) : now.sign && now.own?.open === false;
      if (stop) setStopped({ by, at });
      return stop;
    },
    locked: (at) => setStopped({ by: 'lock', at }),
    giveUp: () => edit((now) => ({ protect: unencrypted(now.protect, state) })),
    goOn: () => setStopped(null),
  };
}

/** The switches as commands. */
const protectCommands = (toggle: LetterProtecting['toggle']): readonly Command[] => [
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
