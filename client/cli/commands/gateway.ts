import { Command } from 'commander';
import { perform, type Shell, withJson } from '../shell.js';

/** `onepool gateway`: receives the counterparts' events until it is stopped. */
export function gatewayCommand(shell: Shell): Command {
  return withJson(new Command('gateway'))
    .description('Receive events from the counterparts until SIGTERM or Ctrl-C.')
    .action((options: { json?: true }) =>
      perform(shell, options.json === true, async () => {
        const { runGateway } = await import('../../gateway/run-gateway.js');
        await runGateway(shell.env);
        return undefined;
      }),
    );
}
