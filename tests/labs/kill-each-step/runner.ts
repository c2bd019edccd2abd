import { appendFileSync } from 'node:fs';
import { type RunnerTestCase, TestRunner } from 'vitest';

/** Runs every test as a sweep, and writes what came of it as a line of JSON to the file that the lab names. */
class KillEachStep extends TestRunner {
  async runTask(test: RunnerTestCase): Promise<void> {
    // Now, so that it is the scenario's own benches that it watches.
    const { sweep } = await import('./sweep');
    const scenario = TestRunner.getTestFn(test);
    const report = process.env['TERN_SWEEP_REPORT'] ?? '';
    const most = Number(process.env['TERN_SWEEP_MOST'] ?? '100');
    const only = process.env['TERN_SWEEP_AT'];
    let line: object;
    try {
      line = {
        scenario: test.name,
        ...(await sweep(scenario, most, only === undefined ? undefined : Number(only))),
      };
    } catch (error) {
      // Undisturbed it does not hold: `npm test` says so; here it counts as left out, by name.
      line = { scenario: test.name, leftOut: error instanceof Error ? error.message : String(error) };
    }
    appendFileSync(report, `${JSON.stringify(line)}\n`);
  }
}

export { KillEachStep as default };
