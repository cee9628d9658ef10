import { Argument, Command } from 'commander';
import { perform, type Shell, withJson } from '../shell.js';
import type { ReplayOptions } from './replay-run.js';

/** `onepool replay`: whether what runs fits the workflow code of this build. */
export function replayCommand(shell: Shell): Command {
  const command = withJson(new Command('replay'))
    .description(
      'Replay the histories of executions against this build, before workers run it. Changes nothing. Exit code 1 when one does not fit.',
    )
    .addArgument(new Argument('[order]', 'number of an order or of a refund, or a workflow id'))
    .option('--open', 'replay every running execution')
    .option('--file <path>', 'replay a history from the Temporal Web UI or from "temporal workflow show --output json"')
    .action((order: string | undefined, options: ReplayOptions) =>
      perform(shell, options.json === true, async () => {
        const { replay } = await import('./replay-run.js');
        return replay(shell, { ...options, ...(order === undefined ? {} : { order }) });
      }),
    );
  return command;
}
