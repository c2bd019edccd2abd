import { keyCaps } from '../state/shortcuts';

/** A key binding as key caps. */
export function Keys({ binding }: { readonly binding: string }) {
  return (
    <span className="ui-keys">
      {keyCaps(binding).map((caps, press) => (
        <span key={press} className="ui-keys-press">
          {caps.map((cap, i) => (
            <kbd key={i}>{cap}</kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
