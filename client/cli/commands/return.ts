import { Argument, Command, InvalidArgumentError } from 'commander';
import { flowsBetween } from '../../../domain/installation.js';
import type { System } from '../../../domain/names.js';
import { positiveInteger } from '../positive-integer.js';
import { perform, type Shell, withJson } from '../shell.js';
import type { ReturnInspectOptions } from './return-inspect.js';

/** `onepool return show|inspect|list|attach`: returns in stores and by post. */
export function returnCommand(shell: Shell, systems: ReadonlySet<System>): Command {
  const flows = flowsBetween(systems);
  const command = new Command('return').description('Show, inspect and settle returns in stores and by post.');
  withJson(command.command('show'))
    .description(
      'Show one return by the number of its refund, or all returns of an order with --order. Exit code 3 when a case is open.',
    )
    .addArgument(new Argument('[refund]', 'number of the refund'))
    .option('--order <number>', 'all returns of this order')
    .action((refund: string | undefined, options: { json?: true; order?: string }) =>
      perform(shell, options.json === true, async () => {
        const { showReturn } = await import('./return-show.js');
        return showReturn(shell, refund, options);
      }),
    );
  withJson(command.command('inspect'))
    .description('Record what an inspection of the goods found. Name every row of the refund.')
    .addArgument(new Argument('<refund>', 'number of the refund'))
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
  const list = withJson(command.command('list'))
    .description('List refunds without a receipt: goods that are stock of the stores, since no order is known.')
    .option('--days <number>', 'of so many days, today included', positiveInteger(3), 1)
    .action((options: { json?: true; days: number; unknownAtTills?: true }) =>
      perform(shell, options.json === true, async () => {
        const { listReturns } = await import('./return-list.js');
        return listReturns(shell, options);
      }),
    );
  if (flows.includes('shipped-orders-at-tills'))
    list.option('--unknown-at-tills', 'shipments of web orders that the tills did not take, instead of refunds');
  if (flows.includes('returns-in-stores')) addAttach(command, shell);
  return command;
}

function rowOf(text: string): ReturnInspectOptions['row'][number] {
  const [, line, resellable, damaged] = /^(\d+)=(\d+)\/(\d+)$/.exec(text) ?? [];
  if (line === undefined) throw new InvalidArgumentError('Write it as ROW=RESELLABLE/DAMAGED, e.g. 0=1/0.');
  return { line, resellable: Number(resellable), damaged: Number(damaged) };
}

function addAttach(command: Command, shell: Shell): void {
  withJson(command.command('attach'))
    .description('Name the web order of a refund without a receipt: it is then returned there like any other.')
    .addArgument(new Argument('<refund>', 'number of the refund'))
    .addArgument(new Argument('<order>', 'number of the web order'))
    .action((refund: string, order: string, options: { json?: true }) =>
      perform(shell, options.json === true, async () => {
        const { attachReturn } = await import('./return-attach.js');
        return attachReturn(shell, { ...options, refund, order });
      }),
    );
}
