import { Argument, Command, Option } from 'commander';
import { perform, type Shell, withJson } from '../shell.js';
import type { OrderShowOptions } from './order-show.js';

/** `onepool order show`: one order, as everybody sees it. */
export function orderCommand(shell: Shell): Command {
  const order = new Command('order').description('Look at one order.');
  withJson(order.command('show'))
    .description(
      'Show one order: its story, its fulfilments, and what each system says about it. Exit code 3 when a case is open.',
    )
    .addArgument(new Argument('<number>', "the order's number where it was placed"))
    .addOption(
      new Option('--origin <origin>', 'where it was placed, when the number alone is not enough').choices([
        'centra',
        'sitoo',
      ]),
    )
    .action((number: string, options: OrderShowOptions) =>
      perform(shell, options.json === true, async () => {
        const { showOrder } = await import('./order-show.js');
        return showOrder(shell, number, options);
      }),
    );
  return order;
}
