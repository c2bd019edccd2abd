import { auditCommand } from '@main/cli/audit-command';
import { connectControl } from '@main/host/control/connect';
import { engineContract } from '@shared/contract/engine-api';
import { connect } from '@shared/rpc/client';
import type { AuditReport } from '@shared/contract/audit';
import { type BenchLine, peer, within } from './support/line';
import { benchMailbox, messageCount, PASSWORD, USER } from './support/mailbox';
import { wholeAt } from './support/page';
import { addAccount, startTern } from './support/tern';

/** Issue 4: 100,000 messages within a minute. */
const BUDGET_MS = 60_000;

/**
 * `tern audit --json` against the running program: Dovecot, the engine process, Chromium with its database. The whole
 * command, from asking to its answer.
 */
export async function run(): Promise<BenchLine[]> {
  const n = messageCount();
  const { dovecot } = await benchMailbox(n);
  try {
    const tern = await startTern();
    try {
      await tern.page.getByRole('button', { name: 'Add your account' }).waitFor();
      await addAccount(tern, dovecot, USER, PASSWORD);
      await wholeAt(tern.page, n);
      await tern.figures(true);
      const start = performance.now();
      const report = await audited(tern.profile);
      const took = performance.now() - start;
      const { p99 } = await tern.figures();
      if (report.messages < n) throw new Error(`${report.messages} of ${n} messages were compared`);
      const differing = report.folders.filter(({ outcome }) => outcome !== 'equal');
      if (differing.length > 0) throw new Error(`not equal: ${JSON.stringify(differing)}`);
      return [within('audit', n, took, 'ms', BUDGET_MS), peer('audit.loop-p99', n, p99, 'ms')];
    } finally {
      await tern.close();
    }
  } finally {
    await dovecot.stop();
  }
}

async function audited(profile: string): Promise<AuditReport> {
  let printed = '';
  await auditCommand(
    ['--json'],
    {
      print: (line) => {
        printed += line;
      },
      warn: () => undefined,
      env: {},
      askSecret: () => Promise.reject(new Error('not asked')),
    },
    profile,
    async (folder) => {
      const port = await connectControl(folder);
      if (port === null) throw new Error('the running Tern cannot be reached');
      const engine = connect(port, engineContract);
      return { engine, how: 'running', close: () => Promise.resolve(engine.close()) };
    },
  );
  return JSON.parse(printed) as AuditReport;
}
