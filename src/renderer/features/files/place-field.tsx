import { type FormEvent, useState } from 'react';
import type { Place, PlacePurpose } from '@shared/contract/import-export';
import { useT } from '../../i18n';
import { session } from '../../state/connection';
import { Button, FailureNotice, TextField } from '../../ui';

interface PlaceFieldProps {
  /** One button each; a folder and a file are different dialogs on most systems. */
  readonly purposes: readonly PlacePurpose[];
  readonly onPlace: (place: Place, purpose: PlacePurpose) => void;
  /** What the button behind a typed path says. */
  readonly confirm: string;
  readonly isDisabled?: boolean;
  /** What is to be done before a place can be chosen. */
  readonly first?: string | undefined;
}

/** Asks where: with the system's dialog, or where there is none for the path. */
export function PlaceField({ purposes, onPlace, confirm, isDisabled: busy = false, first }: PlaceFieldProps) {
  const t = useT();
  const [asked, setAsked] = useState<PlacePurpose | null>(null);
  const [path, setPath] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const choose = (purpose: PlacePurpose): void => {
    setFailure(null);
    session()
      .engine.api.choosePlace({ purpose })
      .then(({ place, ask }) => {
        if (ask) setAsked(purpose);
        else if (place) onPlace(place, purpose);
      })
      .catch(setFailure);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (asked === null || path.trim() === '') return;
    setFailure(null);
    session()
      .engine.api.namePlace({ purpose: asked, path: path.trim() })
      .then((place) => onPlace(place, asked))
      .catch(setFailure);
  };
  const isDisabled = busy || first !== undefined;
  const makes = asked === 'export' || asked === 'backup';
  return (
    <div className="files-place">
      {asked === null ? (
        <div className="files-place-buttons">
          {purposes.map((purpose, at) => (
            <Button
              key={purpose}
              {...(at === 0 ? { kind: 'primary' as const } : {})}
              isDisabled={isDisabled}
              onPress={() => choose(purpose)}
            >
              {t(purpose === 'import-file' ? 'files.chooseFile' : 'files.chooseFolder')}
            </Button>
          ))}
        </div>
      ) : (
        <form className="files-path" onSubmit={submit}>
          <TextField
            label={t(asked.startsWith('import') ? 'files.path' : 'files.folderPath')}
            value={path}
            onChange={setPath}
            autoFocus
            maxLength={4000}
            hint={t(makes ? 'files.pathHint' : 'files.pathHintExisting')}
          />
          <Button kind="primary" type="submit" isDisabled={isDisabled || path.trim() === ''}>
            {confirm}
          </Button>
        </form>
      )}
      {first !== undefined && <p className="form-note">{first}</p>}
      <FailureNotice error={failure} />
    </div>
  );
}
