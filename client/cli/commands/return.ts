import { Argument, Command, InvalidArgumentError } from 'commander';
import { perform, type Shell, withJson } from '../shell.js';
import type { ReturnInspectOptions } from './return-inspect.js';

/** `onepool return show|inspect`: goods that came back over the counter. */
export function returnCommand(shell: Shell): Command {
  const command = new Command('return').description('Look at goods that came back over the counter.');
  withJson(command.command('show'))
    .description(
      'Show what came back: by the number of the refund at the tills, or all of a web order with --order. Exit code 3 when a case is open.',
    )
    .addArgument(new Argument('[refund]', "the tills' order number of the refund"))
    .option('--order <number>', 'all that came back of this web order')
    .action((refund: string | undefined, options: { json?: true; order?: string }) =>
      perform(shell, options.json === true, async () => {
        const { showReturn } = await import('./return-show.js');
        return showReturn(shell, refund, options);
      }),
    );
  withJson(command.command('inspect'))
    .description('Tell what a look at the goods has found. Every row of the refund must be named.')
    .addArgument(new Argument('<refund>', "the tills' order number of the refund"))
    .requiredOption('--by <name>', 'who has looked')
    .requiredOption(
      '--row <row=resellable/damaged>',
      'a row and what it holds, e.g. 0=1/0; repeat for more',
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
