import { fromUtf8 } from './bytes';
import type { MailWorld, WorldAccount } from './mail-world';

/** The account of a user name and password, or null. */
export function credentialsMatch(world: MailWorld, user: string, password: string): WorldAccount | null {
  const account = world.accounts.get(user);
  return account !== undefined && account.password === password ? account : null;
}

/** `authzid NUL authcid NUL password` (RFC 4616). */
export function parsePlain(world: MailWorld, data: string): WorldAccount | null {
  const [authzid, user, password, more] = data.split('\0').map(fromUtf8);
  if (user === undefined || password === undefined || more !== undefined) return null;
  return authzid === '' || authzid === user ? credentialsMatch(world, user, password) : null;
}

/** XOAUTH2 (`user=…^Aauth=Bearer …^A^A`) and OAUTHBEARER (`n,a=…,^A…^A^A`, RFC 7628). */
export function parseOauth(world: MailWorld, data: string): WorldAccount | null {
  const user = /^user=([^\x01]*)\x01/.exec(data)?.[1] ?? /^n,a=([^,]*),\x01/.exec(data)?.[1];
  const token = /\x01auth=Bearer ([^\x01]*)\x01/.exec(data)?.[1];
  const account =
    user === undefined
      ? undefined
      : world.accounts.get(fromUtf8(user.replace(/=2C/g, ',').replace(/=3D/g, '=')));
  return account !== undefined && token !== undefined && account.tokens.includes(token) ? account : null;
}
