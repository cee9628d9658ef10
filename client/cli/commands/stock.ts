import { Argument, Command } from 'commander';
import type { Target } from '../../../domain/stock/flows.js';
import { positiveInteger } from '../positive-integer.js';
import { type JsonOption, perform, type Shell, withJson } from '../shell.js';
import type { StockExplainOptions } from './stock-explain.js';
import type { PauseOptions } from './stock-pause.js';
import type { ReconcileOptions } from './stock-reconcile.js';

/** `onepool stock ...`: what is where, why, who was told, and whether telling goes on. */
export function stockCommand(shell: Shell): Command {
  const stock = new Command('stock').description('The pool of stock: every figure, why it is so, who was told.');

  withJson(stock.command('show'))
    .description('Show a SKU at every location. Exit code 3 when a counterpart refuses it.')
    .addArgument(new Argument('<sku>'))
    .action((sku: string, options: JsonOption) =>
      perform(shell, options.json === true, async () => (await import('./stock-show.js')).showSku(shell, sku, options)),
    );

  withJson(stock.command('explain'))
    .description('Explain a figure: the formula, the orders and movements behind it, what each counterpart was told.')
    .addArgument(new Argument('<sku>'))
    .addArgument(new Argument('<location>', "our own name of the place, by the brand file's locations"))
    .option('--at <time>', 'as it was then: ISO, or a clock time of today in the time zone of the brand')
    .option('--limit <n>', 'at most so many movements, and as much of what was told', positiveInteger(6), 20)
    .action((sku: string, location: string, options: StockExplainOptions) =>
      perform(shell, options.json === true, async () =>
        (await import('./stock-explain.js')).explainFigure(shell, { sku, location }, options),
      ),
    );

  withJson(stock.command('status'))
    .description('How telling goes on. Exit code 3 when it is paused, something is refused, or waits too long.')
    .action((options: JsonOption) =>
      perform(shell, options.json === true, async () => (await import('./stock-status.js')).showStatus(shell, options)),
    );

  withJson(stock.command('refusals'))
    .description('List the SKUs that a counterpart refuses to be told. Exit code 3 when there are any.')
    .action((options: JsonOption) =>
      perform(shell, options.json === true, async () =>
        (await import('./stock-refusals.js')).showRefusals(shell, options),
      ),
    );

  withJson(stock.command('pause'))
    .description('Tell a counterpart nothing about stock until it is resumed. What happens meanwhile waits.')
    .addArgument(target())
    .option('--by <name>', 'who halts it; your login name when left out')
    .option('--note <text>', 'why, for whoever finds it halted')
    .action((name: Target, options: PauseOptions) =>
      perform(shell, options.json === true, async () => (await import('./stock-pause.js')).pause(shell, name, options)),
    );

  withJson(stock.command('resume'))
    .description('Tell a counterpart about stock again, beginning with what waited.')
    .addArgument(target())
    .option('--by <name>', 'who lets it go on; your login name when left out')
    .action((name: Target, options: PauseOptions) =>
      perform(shell, options.json === true, async () =>
        (await import('./stock-pause.js')).resume(shell, name, options),
      ),
    );

  withJson(stock.command('reconcile'))
    .description('Compare all levels with the counterparts now, as it is done every night.')
    .option('--wait', 'until it has ended, and print what it found')
    .action((options: ReconcileOptions) =>
      perform(shell, options.json === true, async () =>
        (await import('./stock-reconcile.js')).reconcile(shell, options),
      ),
    );

  return stock;
}

const target = (): Argument => new Argument('<target>', 'who is told').choices(['centra', 'sitoo']);
