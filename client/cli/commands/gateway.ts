import { Command } from 'commander';
import { perform, type Shell, withJson } from '../shell.js';

/** `onepool gateway`: takes the counterparts' events until it is told to stop. */
export function gatewayCommand(shell: Shell): Command {
  return withJson(new Command('gateway'))
    .description('Take events from the counterparts until SIGTERM or Ctrl-C.')
    .action((options: { json?: true }) =>
      perform(shell, options.json === true, async () => {
        const { runGateway } = await import('../../gateway/run-gateway.js');
        await runGateway(shell.env);
        return undefined;
      }),
    );
}
