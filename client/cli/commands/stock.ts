import { Argument, Command } from 'commander';
import type { System } from '../../../domain/names.js';
import type { Target } from '../../../domain/stock/flows.js';
import { targetsAmong } from '../../../domain/stock/flows-of-brand.js';
import { positiveInteger } from '../positive-integer.js';
import { type JsonOption, perform, type Shell, withJson } from '../shell.js';
import type { StockExplainOptions } from './stock-explain.js';
import type { PauseOptions } from './stock-pause.js';
import type { ReconcileOptions } from './stock-reconcile.js';

/** `onepool stock ...`: figures, their reasons, what was published to whom, and the state of the publishers. */
export function stockCommand(shell: Shell, systems: ReadonlySet<System>): Command {
  const target = () => new Argument('<target>', 'the counterpart').choices(targetsAmong(systems));
  const stock = new Command('stock').description(
    'Show and explain stock, and control what is published to the counterparts.',
  );

  withJson(stock.command('show'))
    .description('Show a SKU at every location. Exit code 3 when a counterpart refuses it.')
    .addArgument(new Argument('<sku>'))
    .action((sku: string, options: JsonOption) =>
      perform(shell, options.json === true, async () => (await import('./stock-show.js')).showSku(shell, sku, options)),
    );

  withJson(stock.command('explain'))
    .description(
      'Explain a figure: the formula, the orders and movements behind it, what was published to each counterpart.',
    )
    .addArgument(new Argument('<sku>'))
    .addArgument(new Argument('<location>', 'id of the location in the brand file'))
    .option('--at <time>', 'the figure at an earlier moment: ISO, or a time of today in the time zone of the brand')
    .option('--limit <n>', 'show at most this many movements, and as many publications', positiveInteger(6), 20)
    .action((sku: string, location: string, options: StockExplainOptions) =>
      perform(shell, options.json === true, async () =>
        (await import('./stock-explain.js')).explainFigure(shell, { sku, location }, options),
      ),
    );

  withJson(stock.command('status'))
    .description(
      'Show what waits and the state of the publishers. Exit code 3 when one is paused, or when something is refused or waits too long.',
    )
    .action((options: JsonOption) =>
      perform(shell, options.json === true, async () => (await import('./stock-status.js')).showStatus(shell, options)),
    );

  withJson(stock.command('refusals'))
    .description('List the SKUs whose stock a counterpart refuses. Exit code 3 when there are any.')
    .action((options: JsonOption) =>
      perform(shell, options.json === true, async () =>
        (await import('./stock-refusals.js')).showRefusals(shell, options),
      ),
    );

  withJson(stock.command('pause'))
    .description('Stop publishing stock to a counterpart until it is resumed. Changes wait.')
    .addArgument(target())
    .option('--by <name>', 'who pauses it; without it, your login name')
    .option('--note <text>', 'why, for whoever finds it paused')
    .action((name: Target, options: PauseOptions) =>
      perform(shell, options.json === true, async () => (await import('./stock-pause.js')).pause(shell, name, options)),
    );

  withJson(stock.command('resume'))
    .description('Publish stock to a counterpart again, starting with what waits.')
    .addArgument(target())
    .option('--by <name>', 'who resumes it; without it, your login name')
    .action((name: Target, options: PauseOptions) =>
      perform(shell, options.json === true, async () =>
        (await import('./stock-pause.js')).resume(shell, name, options),
      ),
    );

  withJson(stock.command('reconcile'))
    .description('Reconcile all levels with the counterparts now, as every night.')
    .option('--wait', 'wait for the end, and print what it found')
    .action((options: ReconcileOptions) =>
      perform(shell, options.json === true, async () =>
        (await import('./stock-reconcile.js')).reconcile(shell, options),
      ),
    );

  return stock;
}
