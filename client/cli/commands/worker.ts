import { Command } from 'commander';
import { perform, type Shell, withJson } from '../shell.js';

/** `onepool worker`: runs the workflows and activities of a brand until it is stopped. */
export function workerCommand(shell: Shell): Command {
  return withJson(new Command('worker'))
    .description('Run a worker of the brand until SIGTERM or Ctrl-C. Any number may run side by side.')
    .action((options: { json?: true }) =>
      perform(shell, options.json === true, async () => {
        const { runWorker } = await import('../../../workers/run.js');
        await runWorker();
        return undefined;
      }),
    );
}
