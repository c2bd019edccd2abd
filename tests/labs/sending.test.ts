import { describe, expect, it } from 'vitest';
import { run as runPop3 } from './pop3';
import { run as runSend } from './send';

/** Slices of the labs that fit into every test run; the whole ones are `npm run lab -- send pop3`. */
describe('labs of sending and POP3', () => {
  it('E1–E3: cut at octets of a session and killed at writes, nothing is lost or accepted twice', async () => {
    const { failed, lost, twice, uncertain, ...counts } = await runSend({ runs: 60, seed: 1, every: 37 });
    expect(failed).toEqual([]);
    expect([lost, twice]).toEqual([0, 0]);
    expect(uncertain).toBeGreaterThan(0);
    expect(counts.cuts).toBeGreaterThan(40);
    expect(counts.kills).toBeGreaterThan(0);
  });

  it('G1, G2, G6: drops, kills and full disks, nothing is lost, doubled, or deleted before it is stored', async () => {
    const { failed, kills, drops } = await runPop3({ runs: 5, seed: 7 });
    expect(failed).toEqual([]);
    expect(kills).toBeGreaterThan(0);
    expect(drops).toBeGreaterThan(0);
  });
});
