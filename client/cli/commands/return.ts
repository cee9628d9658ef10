import { Argument, Command, InvalidArgumentError } from 'commander';
import { perform, type Shell, withJson } from '../shell.js';
import type { ReturnInspectOptions } from './return-inspect.js';

/** `onepool return show|inspect`: returns in stores. */
export function returnCommand(shell: Shell): Command {
  const command = new Command('return').description('Show and inspect returns in stores.');
  withJson(command.command('show'))
    .description(
      'Show one return by the number of its refund, or all returns of a web order with --order. Exit code 3 when a case is open.',
    )
    .addArgument(new Argument('[refund]', 'number of the refund in Sitoo'))
    .option('--order <number>', 'all returns of this web order')
    .action((refund: string | undefined, options: { json?: true; order?: string }) =>
      perform(shell, options.json === true, async () => {
        const { showReturn } = await import('./return-show.js');
        return showReturn(shell, refund, options);
      }),
    );
  withJson(command.command('inspect'))
    .description('Record what an inspection of the goods found. Name every row of the refund.')
    .addArgument(new Argument('<refund>', 'number of the refund in Sitoo'))
    .requiredOption('--by <name>', 'who inspected the goods')
    .requiredOption(
      '--row <row=resellable/damaged>',
      'units of a row that are resellable and damaged, e.g. 0=1/0; repeat for more rows',
      (text: string, before: ReturnInspectOptions['row'] = []) => [...before, rowOf(text)],
    )
    .action((refund: string, options: ReturnInspectOptions) =>
      perform(shell, options.json === true, async () => {
        const { inspectReturn } = await import('./return-inspect.js');
        return inspectReturn(shell, refund, options);
      }),
    );
  return command;
}

function rowOf(text: string): ReturnInspectOptions['row'][number] {
  const [, line, resellable, damaged] = /^(\d+)=(\d+)\/(\d+)$/.exec(text) ?? [];
  if (line === undefined) throw new InvalidArgumentError('Write it as ROW=RESELLABLE/DAMAGED, e.g. 0=1/0.');
  return { line, resellable: Number(resellable), damaged: Number(damaged) };
}
