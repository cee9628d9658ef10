import { Argument, Command } from 'commander';
import { type JsonOption, perform, type Shell, withJson } from '../shell.js';
import type { SyncOptions } from './products-sync.js';

/** `onepool products ...`: compares products of their master with their replicas in the other systems. */
export function productsCommand(shell: Shell): Command {
  const products = new Command('products').description(
    'Compare and synchronise products: one system is their master, the others hold replicas.',
  );

  withJson(products.command('audit'))
    .description('Compare all products with their replicas now. Changes nothing. Exit code 3 when something differs.')
    .action((options: JsonOption) =>
      perform(shell, options.json === true, async () =>
        (await import('./products-audit.js')).auditProducts(shell, options),
      ),
    );

  withJson(products.command('show'))
    .description(
      'Show a product in every system, and what was last written. Exit code 3 when a counterpart refuses it.',
    )
    .addArgument(new Argument('<sku>'))
    .action((sku: string, options: JsonOption) =>
      perform(shell, options.json === true, async () =>
        (await import('./products-show.js')).showProduct(shell, sku, options),
      ),
    );

  withJson(products.command('sync'))
    .description('Read all products of their master again and write what differs to the other systems.')
    .option('--dry-run', 'print what would be written, and write nothing')
    .action((options: SyncOptions) =>
      perform(shell, options.json === true, async () =>
        (await import('./products-sync.js')).syncProducts(shell, options),
      ),
    );

  return products;
}
