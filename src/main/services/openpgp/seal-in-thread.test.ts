import * as pgp from 'openpgp';
import { beforeAll, expect, it } from 'vitest';
import { answerSealRequest, sealer, type SealThread } from './seal-in-thread';
import type { SealRequest } from './seal-octets';
import { type Person, personOf } from './testing/people';

const NOW = Date.now();
let ada: Person;
let large: SealRequest;
let small: SealRequest;
beforeAll(async () => {
  ada = await personOf('ada@tern.example', NOW);
  const [key, secret] = await Promise.all([
    pgp.readKey({ armoredKey: ada.publicArmour }),
    pgp.readPrivateKey({ armoredKey: ada.secretArmour }),
  ]);
  const shared = { signer: secret.write(), date: NOW, to: { named: [key.write()], hidden: [] } };
  large = { ...shared, payload: new Uint8Array(600 * 1024).fill(65) };
  small = { ...shared, payload: new Uint8Array(10).fill(65) };
});

/** A thread as the host makes one; `does` is what becomes of a request. */
const threads = (does: 'answers' | 'cannot' | 'dies') => {
  const heard: string[] = [];
  const spawn = (): SealThread => {
    let answer: Parameters<SealThread['onAnswer']>[0] = () => undefined;
    let death = (): void => undefined;
    return {
      post: (request) => {
        heard.push('asked');
        if (does === 'answers') answerSealRequest(structuredClone(request), answer);
        else if (does === 'cannot') answerSealRequest({ ...request, signer: new Uint8Array(3) }, answer);
        else death();
      },
      onAnswer: (listener) => (answer = listener),
      onDeath: (listener) => (death = listener),
      terminate: () => void heard.push('ended'),
      ran: () => true,
    };
  };
  return { heard, spawn };
};
const opened = async (armour: Uint8Array): Promise<number> => {
  const message = await pgp.readMessage({ armoredMessage: Buffer.from(armour).toString('latin1') });
  const decryptionKeys = await pgp.readPrivateKey({ armoredKey: ada.secretArmour });
  const { data, signatures } = await pgp.decrypt({ message, decryptionKeys, format: 'binary' });
  expect(signatures).toHaveLength(1);
  return (data as Uint8Array).length;
};

it.each(['answers', 'cannot', 'dies'] as const)(
  'a large letter is made though the thread %s',
  async (does) => {
    const { heard, spawn } = threads(does);
    const { armour } = await sealer(spawn)(large);
    expect(await opened(armour)).toBe(600 * 1024);
    expect(heard).toEqual(['asked', 'ended']);
  },
);

it('a small letter starts no thread, and where there are none all are made in place', async () => {
  const { heard, spawn } = threads('answers');
  expect(await opened((await sealer(spawn)(small)).armour)).toBe(10);
  expect(heard).toEqual([]);
  expect(await opened((await sealer(undefined)(large)).armour)).toBe(600 * 1024);
});

it('what cannot be made is refused with its reason, whoever tried', async () => {
  await expect(sealer(threads('answers').spawn)({ ...large, signer: new Uint8Array(3) })).rejects.toThrow();
});
