import { readFile } from 'node:fs/promises';

interface NetLogEvent {
  readonly type: number;
  readonly params?: unknown;
}

interface NetLogFile {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly NetLogEvent[];
}

/** Where a name was seen in Chromium's net log: which event, and the text that holds it. */
export interface Sighting {
  readonly event: string;
  readonly text: string;
}

/** Chromium's own record of everything its network stack was asked to do (`--log-net-log`). */
export class NetLog {
  readonly #names = new Map<number, string>();
  readonly #events: readonly NetLogEvent[];

  constructor(file: NetLogFile) {
    for (const [name, id] of Object.entries(file.constants.logEventTypes)) this.#names.set(id, name);
    this.#events = file.events;
  }

  get size(): number {
    return this.#events.length;
  }

  /** Every event whose parameters mention a name under `domain`, as host → sightings. URL, DNS name, socket or header alike. */
  namesUnder(domain: string): ReadonlyMap<string, readonly Sighting[]> {
    const found = new Map<string, Sighting[]>();
    for (const event of this.#events) {
      if (event.params === undefined) continue;
      const text = JSON.stringify(event.params);
      for (const host of hostsUnder(domain, text)) {
        const sightings = found.get(host) ?? [];
        sightings.push({
          event: this.#names.get(event.type) ?? String(event.type),
          text: text.slice(0, 300),
        });
        found.set(host, sightings);
      }
    }
    return found;
  }

  /** URLs that the network stack was asked for. */
  urls(): readonly string[] {
    const start = 'URL_REQUEST_START_JOB';
    return this.#events.flatMap((event) => {
      const url = (event.params as { url?: unknown } | undefined)?.url;
      return this.#names.get(event.type) === start && typeof url === 'string' ? [url] : [];
    });
  }
}

/** A name has 253 octets at most (RFC 1035 §2.3.4, less the root's). */
const LONGEST_NAME = 253;

/**
 * The names under `domain` that a text mentions. It looks back from each place where the domain stands: looked for from
 * the front, a name could begin at every octet of what the log keeps of the traffic, which takes seconds a log.
 */
function* hostsUnder(domain: string, text: string): Generator<string> {
  const folded = text.toLowerCase();
  const end = `.${domain}`;
  for (let at = folded.indexOf(end); at !== -1; at = folded.indexOf(end, at + end.length)) {
    const before = folded.slice(Math.max(0, at - LONGEST_NAME), at);
    const [labels] = /[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.exec(before) ?? [];
    if (labels !== undefined) yield labels + end;
  }
}

/** Reads a log, also one whose browser ended before it wrote the closing brackets. */
export async function readNetLog(path: string): Promise<NetLog> {
  const text = await readFile(path, 'utf8');
  return new NetLog(parse(text));
}

function parse(text: string): NetLogFile {
  try {
    return JSON.parse(text) as NetLogFile;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const complete = text.slice(0, text.lastIndexOf('}')).replace(/,\s*$/, '');
    return JSON.parse(`${complete}}]}`) as NetLogFile;
  }
}
