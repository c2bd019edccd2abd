import type { EngineHost } from '@main/services/engine-host';
import { messageFile, openingArguments } from '../message-file';
import type { ElectronApi, OnError } from './api';

/**
 * What the system wants Tern to open: arguments of this start and of later ones, and macOS's events, which may come
 * before anything is ready. Kept until there is an engine.
 */
export class SystemOpenings {
  #engine: Pick<EngineHost, 'openings'> | null = null;
  #waiting: Array<(engine: Pick<EngineHost, 'openings'>) => void> = [];

  constructor(private readonly onError: OnError) {}

  /** Before `ready`: the events of the click that started Tern come then. */
  watch({ app }: Pick<ElectronApi, 'app'>): void {
    app.on('open-url', (event, url) => {
      event.preventDefault();
      this.#address(url);
    });
    app.on('open-file', (event, path) => {
      event.preventDefault();
      this.#file(path);
    });
  }

  /** @param folder what relative paths are relative to. */
  take(args: readonly string[], folder: string): void {
    const { addresses, files } = openingArguments(args, folder);
    for (const address of addresses) this.#address(address);
    for (const file of files) this.#file(file);
  }

  connect(engine: Pick<EngineHost, 'openings'>): void {
    this.#engine = engine;
    for (const run of this.#waiting.splice(0)) run(engine);
  }

  #address(url: string): void {
    this.#when(({ openings }) => openings.address(url));
  }

  #file(path: string): void {
    this.#when(({ openings }) => {
      messageFile(path)
        .then((file) => (file === null ? undefined : openings.file(file)))
        .catch(this.onError);
    });
  }

  #when(run: (engine: Pick<EngineHost, 'openings'>) => void): void {
    if (this.#engine === null) this.#waiting.push(run);
    else run(this.#engine);
  }
}
