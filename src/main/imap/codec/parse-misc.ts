import type { AclEntry, MetadataEntry, Namespace, Namespaces, Quota, Response } from '../types';
import { copyBytes, encodeUtf8 } from './bytes';
import { displayName, parseList } from './parse-common';
import type { Reader } from './reader';

const OPEN = 0x28;

/** `NAMESPACE` (RFC 2342 §5): three lists or NIL; extensions skipped. */
export function parseNamespaces(r: Reader): Namespaces {
  const personal = namespaceList(r);
  const otherUsers = namespaceList(r);
  const shared = namespaceList(r);
  return { personal, otherUsers, shared };
}

function namespaceList(r: Reader): Namespace[] {
  const out: Namespace[] = [];
  r.skipSpaces();
  if (r.done || r.acceptNil()) return out;
  parseList(r, () => {
    r.expect(OPEN);
    r.skipSpaces();
    const prefix = r.acceptNil() ? '' : r.wireName();
    r.skipSpaces();
    const delimiter = r.nstring();
    out.push({ prefix: displayName(prefix), delimiter: delimiter === '' ? null : delimiter });
    parseList(r, () => r.skipValue(), true);
  });
  return out;
}

/** `ID` (RFC 2971 §3.2): pairs, NIL or `()` (U13). Names in lower case. */
export function parseId(r: Reader): ReadonlyMap<string, string | null> {
  const params = new Map<string, string | null>();
  r.skipSpaces();
  if (r.done || r.acceptNil()) return params;
  parseList(r, () => {
    const name = r.nstring();
    r.skipSpaces();
    const value = r.peek() === 0x29 ? null : r.nstring();
    if (name !== null && params.size < 100) params.set(name.toLowerCase(), value);
  });
  return params;
}

/** `QUOTA` (RFC 9208 §5.1): 64-bit values (Gmail, G7), roots with brackets. */
export function parseQuota(r: Reader): Quota {
  r.skipSpaces();
  const root = r.astring();
  r.skipSpaces();
  const resources: { name: string; usage: bigint; limit: bigint }[] = [];
  parseList(r, () => {
    const name = r.astring().toUpperCase();
    r.skipSpaces();
    const usage = r.bigint();
    r.skipSpaces();
    resources.push({ name, usage, limit: r.bigint() });
  });
  return { root, resources };
}

export function parseQuotaRoot(r: Reader): Response {
  r.skipSpaces();
  const mailbox = displayName(r.wireName());
  const roots: string[] = [];
  for (r.skipSpaces(); !r.done; r.skipSpaces()) roots.push(r.astring());
  return { type: 'quotaroot', mailbox, roots };
}

/** `ACL` (RFC 4314 §3.6). */
export function parseAcl(r: Reader): Response {
  r.skipSpaces();
  const mailbox = displayName(r.wireName());
  const entries: AclEntry[] = [];
  for (r.skipSpaces(); !r.done; r.skipSpaces()) {
    const identifier = r.astring();
    r.skipSpaces();
    entries.push({ identifier, rights: r.astring() });
  }
  return { type: 'acl', mailbox, entries };
}

/** `LISTRIGHTS` (RFC 4314 §3.7). */
export function parseListRights(r: Reader): Response {
  r.skipSpaces();
  const mailbox = displayName(r.wireName());
  r.skipSpaces();
  const identifier = r.astring();
  const rights: string[] = [];
  for (r.skipSpaces(); !r.done; r.skipSpaces()) rights.push(r.astring());
  return { type: 'listrights', mailbox, identifier, rights };
}

/** `MYRIGHTS` (RFC 4314 §3.8). */
export function parseMyRights(r: Reader): Response {
  r.skipSpaces();
  const mailbox = displayName(r.wireName());
  r.skipSpaces();
  return { type: 'myrights', mailbox, rights: r.astring() };
}

/** `METADATA` (RFC 5464 §4.4): entries with values, or names alone when unsolicited. */
export function parseMetadata(r: Reader): Response {
  r.skipSpaces();
  const mailbox = displayName(r.wireName());
  const entries: MetadataEntry[] = [];
  r.skipSpaces();
  if (r.peek() === OPEN) {
    parseList(r, () => {
      const name = r.astring();
      r.skipSpaces();
      entries.push({ name, value: metadataValue(r) });
    });
  } else {
    for (; !r.done; r.skipSpaces()) entries.push({ name: r.astring(), value: null });
  }
  return { type: 'metadata', mailbox, entries };
}

function metadataValue(r: Reader): Uint8Array | null {
  if (r.acceptNil()) return null;
  if (!r.isLiteral()) return encodeUtf8(r.astring());
  const ref = r.literal();
  return ref.streamed ? null : copyBytes(r.bytes, ref.start, ref.end);
}
