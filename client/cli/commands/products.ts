import { Argument, Command } from 'commander';
import { type JsonOption, perform, type Shell, withJson } from '../shell.js';
import type { SyncOptions } from './products-sync.js';

/** `onepool products ...`: what the web shop says about products, and whether tills and warehouse say the same. */
export function productsCommand(shell: Shell): Command {
  const products = new Command('products').description('Products: one master, and copies that must agree with it.');

  withJson(products.command('audit'))
    .description('Compare all products with their copies now. Changes nothing. Exit code 3 when something differs.')
    .action((options: JsonOption) =>
      perform(shell, options.json === true, async () =>
        (await import('./products-audit.js')).auditProducts(shell, options),
      ),
    );

  withJson(products.command('show'))
    .description('Show a product everywhere, and what was last written. Exit code 3 when a counterpart refuses it.')
    .addArgument(new Argument('<sku>'))
    .action((sku: string, options: JsonOption) =>
      perform(shell, options.json === true, async () =>
        (await import('./products-show.js')).showProduct(shell, sku, options),
      ),
    );

  withJson(products.command('sync'))
    .description('Read all products of the web shop anew and write what differs below.')
    .option('--dry-run', 'only tell what would be written')
    .action((options: SyncOptions) =>
      perform(shell, options.json === true, async () =>
        (await import('./products-sync.js')).syncProducts(shell, options),
      ),
    );

  return products;
}
