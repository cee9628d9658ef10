import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { ANSWERS } from '../../../domain/cases/kind.js';
import type { System } from '../../../domain/names.js';
import { positiveInteger } from '../positive-integer.js';
import { perform, type Shell, withJson } from '../shell.js';
import type { CasesListOptions } from './cases-list.js';
import type { ResolveOptions } from './cases-resolve.js';

/** `onepool cases list|show|resolve`: cases, which wait for a person. */
export function casesCommand(shell: Shell, systems: ReadonlySet<System>): Command {
  const example = systems.has('centra') ? 'centra 10045' : 'sitoo 700001';
  const cases = new Command('cases').description('List, read and answer cases.');

  withJson(cases.command('list'))
    .description('List open cases, the most urgent first. Exit code 3 when there are any.')
    .option('--owner <owner>', 'only those of this owner: retail, warehouse, finance, customer-service or integration')
    .option('--code <code>', 'only those with this code, e.g. order.unknown-sku')
    .option('--subject <subject>', `only those about this subject, e.g. "${example}"`)
    .option('--all', 'include closed cases')
    .option('--limit <n>', 'show at most this many', positiveInteger(6), 50)
    .action((options: CasesListOptions) =>
      perform(shell, options.json === true, async () => {
        const { listCases } = await import('./cases-list.js');
        const { withRecords } = await import('../open.js');
        return withRecords(shell, (records) => listCases(shell, records, options));
      }),
    );

  withJson(cases.command('show'))
    .description('Show one case: what happened, what to do, which answers are possible, and its trail.')
    .addArgument(new Argument('<case>', 'id of the case'))
    .action((caseId: string, options: { json?: true }) =>
      perform(shell, options.json === true, async () => {
        const { showCase } = await import('./cases-show.js');
        const { withRecords } = await import('../open.js');
        return withRecords(shell, (records) => showCase(shell, records, { ...options, caseId }));
      }),
    );

  withJson(cases.command('resolve'))
    .description('Answer a case. The order continues where it stopped; finished steps are not repeated.')
    .addArgument(new Argument('<case>', 'id of the case'))
    .addOption(new Option('--answer <answer>', 'what happens next').choices(ANSWERS).makeOptionMandatory())
    .requiredOption('--by <name>', 'who answers')
    .option('--note <text>', 'why, for whoever reads the case later')
    .option('--map-sku <old=new>', 'correct: the SKU by which the fulfilling system knows it', skuPair)
    .option('--courier <key>', "correct: the courier to use, by the brand file's name")
    .option('--gift-message <text>', 'correct: the gift message; stored in the records, never in a history')
    .option('--location <id>', 'move: the location that takes over the fulfilment')
    .option('--line <id>', 'cancel-line, cancel-line-and-refund: a line of the order; repeat for more', gathered, [])
    .option('--order <number>', 'attach-to-order: the order whose goods these are')
    .option('--dry-run', 'print what would be sent, and send nothing')
    .action((caseId: string, options: ResolveOptions) =>
      perform(shell, options.json === true, async () => {
        const { resolveCase } = await import('./cases-resolve.js');
        const { withOwnRecords } = await import('../open.js');
        return withOwnRecords(shell, (records) => resolveCase(shell, records, { ...options, caseId }));
      }),
    );

  return cases;
}

function skuPair(text: string): { from: string; to: string } {
  const [from = '', to = '', ...rest] = text.split('=').map((half) => half.trim());
  if (from === '' || to === '' || rest.length > 0) throw new InvalidArgumentError('Write it as OLD=NEW.');
  return { from, to };
}

const gathered = (text: string, before: readonly string[]): string[] => [...before, text];
