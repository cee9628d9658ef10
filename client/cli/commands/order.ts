import { Argument, Command, Option } from 'commander';
import { ORIGINS, type System } from '../../../domain/names.js';
import { perform, type Shell, withJson } from '../shell.js';
import type { OrderShowOptions } from './order-show.js';

/** `onepool order show`: one order, as every system sees it. */
export function orderCommand(shell: Shell, systems: ReadonlySet<System>): Command {
  const order = new Command('order').description('Look at one order.');
  withJson(order.command('show'))
    .description(
      'Show one order: its timeline, its fulfilments, and its state in each system. Exit code 3 when a case is open.',
    )
    .addArgument(new Argument('<number>', "the order's number in the system where it was placed"))
    .addOption(
      new Option('--origin <origin>', 'where it was placed; only needed when two orders have the number').choices(
        ORIGINS.filter((origin) => systems.has(origin)),
      ),
    )
    .action((number: string, options: OrderShowOptions) =>
      perform(shell, options.json === true, async () => {
        const { showOrder } = await import('./order-show.js');
        return showOrder(shell, number, options);
      }),
    );
  return order;
}
