import { Command } from 'commander';
import type { TroubledWorkflow } from '../../../systems/executions.js';
import { EXIT, type ExitCode } from '../exit.js';
import { type JsonOption, perform, type Shell, withJson, writeJson } from '../shell.js';
import { table } from '../table.js';

interface ByOption extends JsonOption {
  readonly by: string;
}
/** How far back `trouble list` looks when nothing is said: the longest that Temporal keeps what has ended, by default. */
const DAYS = 3;
const DAY_MS = 24 * 3_600_000;

/** `onepool trouble list|retake|set-aside`: workflows that failed, were ended by hand or cannot go on. */
export function troubleCommand(shell: Shell): Command {
  const trouble = new Command('trouble').description(
    'Workflows that failed, were ended by hand or cannot go on: list them, take them up again, set them aside.',
  );

  withJson(trouble.command('list'))
    .description(`List them, of the last ${DAYS} days. Exit code 3 when there are any.`)
    .action((options: JsonOption) =>
      perform(shell, options.json === true, async () => {
        const { brand, withTemporal, findTroubled, taskQueueOf } = await load(shell);
        const since = Date.now() - DAYS * DAY_MS;
        const look = { taskQueue: taskQueueOf(brand.brand), sinceMs: since };
        const { found, isCutOff } = await withTemporal(shell, (client) => findTroubled(client, look));
        if (isCutOff) shell.stderr('There are more than these.\n');
        return showTrouble(shell, found, options);
      }),
    );

  withJson(trouble.command('retake'))
    .description(
      'Take a workflow up again where it was before its last step; one whose code cannot go on begins from its start.',
    )
    .argument('<workflow-id>', 'its id, as the list shows it')
    .requiredOption('--by <name>', 'who takes it up again')
    .action((workflowId: string, options: ByOption) =>
      perform(shell, options.json === true, async () => {
        const { brand, withTemporal, withOwnRecords, retake, readAgain } = await load(shell);
        const runId = await withOwnRecords(shell, async (records) => {
          const { runId } = await withTemporal(shell, (client) => retake(client, workflowId, options.by));
          await readAgain(records, { brand: brand.brand, workflowId, occasion: runId });
          return runId;
        });
        if (options.json) writeJson(shell, { workflowId, runId });
        else shell.write(`${workflowId} goes on.\n`);
        return EXIT.ok;
      }),
    );

  withJson(trouble.command('set-aside'))
    .description(
      'End a workflow that harms others, such as one that ends every worker. It stays listed, and has a case.',
    )
    .argument('<workflow-id>', 'its id')
    .requiredOption('--by <name>', 'who sets it aside')
    .action((workflowId: string, options: ByOption) =>
      perform(shell, options.json === true, async () => {
        const { withTemporal, setAside } = await load(shell);
        await withTemporal(shell, (client) => setAside(client, workflowId, options.by));
        if (options.json) writeJson(shell, { workflowId });
        else shell.write(`${workflowId} is set aside. Take it up again with: onepool trouble retake ${workflowId}\n`);
        return EXIT.ok;
      }),
    );
  return trouble;
}

/** Prints what needs a person; the exit code says whether anything does. */
export function showTrouble(shell: Shell, found: readonly TroubledWorkflow[], { json }: JsonOption): ExitCode {
  if (json) writeJson(shell, found);
  else if (found.length === 0) shell.write('No workflow failed, was ended by hand or cannot go on.\n');
  else {
    shell.write(
      table<TroubledWorkflow>(found, [
        { title: 'workflow', value: (one) => one.workflowId },
        { title: 'type', value: (one) => one.type },
        { title: 'state', value: (one) => one.kind },
        { title: 'since', value: (one) => one.since },
      ]),
    );
    shell.stderr('Take one up again with: onepool trouble retake WORKFLOW --by NAME\n');
  }
  return found.length > 0 ? EXIT.needsPerson : EXIT.ok;
}

async function load(shell: Shell) {
  const { readBrandPath } = await import('../../../config/environment.js');
  const { loadBrand } = await import('../../../config/load-brand.js');
  const { taskQueueOf } = await import('../../../domain/names.js');
  const { withOwnRecords, withTemporal } = await import('../open.js');
  const executions = await import('../../../systems/executions.js');
  return {
    brand: loadBrand(readBrandPath(shell.env)),
    taskQueueOf,
    withTemporal,
    withOwnRecords,
    ...executions,
  };
}
