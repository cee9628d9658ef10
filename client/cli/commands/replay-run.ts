import { readBrandPath } from '../../../config/environment.js';
import { loadBrand } from '../../../config/load-brand.js';
import { countOpenExecutions, executionInFile, executionsNamed, openExecutions } from '../../replay/executions.js';
import { type ReplayReport, replayExecutions } from '../../replay/replay-executions.js';
import { EXIT, type ExitCode, fail } from '../exit.js';
import { withTemporal } from '../open.js';
import { startProgress } from '../progress.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';

export interface ReplayOptions extends JsonOption {
  readonly order?: string;
  readonly open?: true;
  readonly file?: string;
}

/** Replays what the command line names. */
export async function replay(shell: Shell, options: ReplayOptions): Promise<ExitCode> {
  const { order, open, file, json } = options;
  if ([order, open, file].filter((one) => one !== undefined).length !== 1)
    return fail('Name an order or a workflow id, or give --open or --file; one of them.', EXIT.usage);
  const report = await (file !== undefined
    ? replayFile(file)
    : order !== undefined
      ? replayNamed(shell, order)
      : replayOpen(shell));
  if (json) writeJson(shell, report);
  else shell.write(formatReplay(report));
  return report.fit === report.executions ? EXIT.ok : EXIT.failed;
}

const replayFile = async (path: string): Promise<ReplayReport> => replayExecutions([await executionInFile(path)]);

const replayNamed = (shell: Shell, name: string): Promise<ReplayReport> =>
  withTemporal(shell, async (client) => {
    // Ids of workflows have parts; a number alone belongs to a brand.
    const brand = name.includes('/') ? undefined : loadBrand(readBrandPath(shell.env)).brand;
    const executions = await executionsNamed(client, brand, name);
    if (executions.length === 0)
      return fail(
        `Temporal has no execution ${name}. Name an order or a refund by its number, or a workflow by its whole id, such as order/BRAND/centra/NUMBER.`,
      );
    return replayExecutions(executions);
  });

const replayOpen = (shell: Shell): Promise<ReplayReport> =>
  withTemporal(shell, async (client) => {
    const total = await countOpenExecutions(client);
    const progress = await startProgress(shell, { what: 'replayed', total });
    try {
      return await replayExecutions(openExecutions(client), progress.done);
    } finally {
      progress.stop();
    }
  });

/** What a replay found, for people. */
export function formatReplay({ executions, fit, misfits }: ReplayReport): string {
  const bad = executions - fit;
  const lines = misfits.map(
    ({ workflowId, workflowType, sentence }) => `${workflowId} (${workflowType}): ${sentence}\n`,
  );
  const unnamed = bad - misfits.length;
  return [
    ...lines,
    unnamed > 0 ? `And ${unnamed} more.\n` : '',
    executions === 1 && bad === 0 ? 'It fits this build.\n' : '',
    executions === 1
      ? ''
      : `${executions} executions: ${fit} fit this build, ${bad} ${bad === 1 ? 'does' : 'do'} not.\n`,
  ].join('');
}
