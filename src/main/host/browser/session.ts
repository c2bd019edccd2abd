import { randomBytes, timingSafeEqual } from 'node:crypto';

/** Nobody needs more browsers at once; the oldest is forgotten first. */
const MAX_SESSIONS = 16;
const MAX_LINKS = 16;

const newToken = (): string => randomBytes(32).toString('base64url');

function has(list: readonly string[], candidate: string): boolean {
  const given = Buffer.from(candidate);
  return list.some((known) => {
    const expected = Buffer.from(known);
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
}

/** Who may talk to the browser host: one-time links become sessions, and nothing else does. */
export class Sessions {
  #links: string[] = [];
  #sessions: string[] = [];

  /** A new one-time token for a link. */
  link(): string {
    const token = newToken();
    this.#links = [...this.#links, token].slice(-MAX_LINKS);
    return token;
  }

  /** Uses a link up. @returns the session's token, or null when the link is unknown or was used. */
  admit(link: string): string | null {
    if (!has(this.#links, link)) return null;
    this.#links = this.#links.filter((known) => known !== link);
    const session = newToken();
    this.#sessions = [...this.#sessions, session].slice(-MAX_SESSIONS);
    return session;
  }

  knows(session: string): boolean {
    return has(this.#sessions, session);
  }
}
