import type { ResponseCode, StatusText } from '../types';
import { parseCopyUid, parseFlags, parseList, parsePairs, parseRuns } from './parse-common';
import { GrammarError, type Reader } from './reader';

const CLOSE_BRACKET = 0x5d;

/**
 * `resp-text` (RFC 9051 §9): an optional code and text for people. Never fails: a code that does not follow its
 * grammar becomes OTHER, or text when it has no end (Exchange's `[Error="…"]`, M20). The text may be missing (G8).
 */
export function parseStatusText(r: Reader): StatusText {
  r.skipSpaces();
  let code: ResponseCode | null = null;
  if (r.peek() === 0x5b) {
    const from = r.pos;
    code = strictCode(r);
    if (code === null) {
      r.pos = from;
      code = otherCode(r);
    }
    if (code === null) r.pos = from;
    else r.skipSpaces();
  }
  return { code, text: r.text(r.pos, r.end) };
}

function strictCode(r: Reader): ResponseCode | null {
  try {
    r.pos++;
    const atom = r.atom().toUpperCase();
    r.skipSpaces();
    const code = known(r, atom);
    if (code === null) return null;
    r.skipSpaces();
    return r.accept(CLOSE_BRACKET) ? code : null;
  } catch (error) {
    if (error instanceof GrammarError) return null;
    throw error;
  }
}

function known(r: Reader, atom: string): ResponseCode | null {
  switch (atom) {
    case 'CAPABILITY': {
      const capabilities: string[] = [];
      while (!r.done && r.peek() !== CLOSE_BRACKET && capabilities.length < 1000) {
        capabilities.push(capabilityWord(r));
        r.skipSpaces();
      }
      return { name: 'CAPABILITY', capabilities };
    }
    case 'PERMANENTFLAGS':
      return { name: 'PERMANENTFLAGS', flags: parseFlags(r) };
    case 'UIDNEXT':
    case 'UIDVALIDITY':
    case 'UNSEEN':
      return { name: atom, value: r.number32() };
    case 'HIGHESTMODSEQ':
      return { name: 'HIGHESTMODSEQ', value: r.bigint() };
    case 'APPENDUID': {
      const uidValidity = r.number32();
      r.skipSpaces();
      return { name: 'APPENDUID', uidValidity, uids: parseRuns(r) };
    }
    case 'COPYUID':
      return { name: 'COPYUID', mapping: parseCopyUid(r) };
    case 'MODIFIED':
      return { name: 'MODIFIED', pairs: parsePairs(r) };
    case 'BADCHARSET': {
      const charsets: string[] = [];
      if (r.accept(0x28)) {
        r.skipSpaces();
        while (!r.accept(0x29) && charsets.length < 1000) {
          charsets.push(r.astring());
          r.skipSpaces();
        }
      }
      return { name: 'BADCHARSET', charsets };
    }
    case 'BADEVENT': {
      const events: string[] = [];
      parseList(r, () => events.push(r.atom()));
      return { name: 'BADEVENT', events };
    }
    case 'MAILBOXID': {
      r.expect(0x28);
      const id = r.token();
      r.expect(0x29);
      return { name: 'MAILBOXID', id };
    }
    case 'MESSAGELIMIT': {
      const limit = r.number();
      r.skipSpaces();
      return { name: 'MESSAGELIMIT', limit, uid: r.peek() === CLOSE_BRACKET ? null : r.number32() };
    }
    case 'INPROGRESS':
      return inProgress(r);
    default:
      return null;
  }
}

/** A capability in brackets; `LITERAL +` is written with a blank by some server (X14) and joined by the session. */
function capabilityWord(r: Reader): string {
  const from = r.pos;
  while (!r.done && r.peek() !== 0x20 && r.peek() !== CLOSE_BRACKET) r.pos++;
  return r.text(from, r.pos);
}

/** `("tag" done total)` (RFC 9585 §5), each of which may be NIL; bare in the simplest form. */
function inProgress(r: Reader): ResponseCode {
  if (!r.accept(0x28)) return { name: 'INPROGRESS', tag: null, done: null, total: null };
  const tag = r.nstring();
  r.skipSpaces();
  const done = r.acceptNil() ? null : r.number();
  r.skipSpaces();
  const total = r.acceptNil() ? null : r.number();
  r.expect(0x29);
  return { name: 'INPROGRESS', tag, done, total };
}

function otherCode(r: Reader): ResponseCode | null {
  let p = r.pos + 1;
  const from = p;
  while (p < r.end && r.bytes[p] !== CLOSE_BRACKET) p++;
  if (p >= r.end || p === from) return null;
  const content = r.text(from, p);
  r.pos = p + 1;
  const blank = content.indexOf(' ');
  const atom = (blank < 0 ? content : content.slice(0, blank)).toUpperCase();
  return { name: 'OTHER', atom, text: blank < 0 ? '' : content.slice(blank + 1).trim() };
}
