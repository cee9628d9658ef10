import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { Answer } from '../../../domain/cases/catalogue.js';
import { aboveZero } from '../above-zero.js';
import { perform, type Shell, withJson } from '../shell.js';
import type { CasesListOptions } from './cases-list.js';
import type { ResolveOptions } from './cases-resolve.js';

/** `onepool cases list|show|resolve`: what waits for a person. */
export function casesCommand(shell: Shell): Command {
  const cases = new Command('cases').description('What waits for a person: list, read, answer.');

  withJson(cases.command('list'))
    .description('List open cases, the most urgent first. Exit code 3 when there are any.')
    .option('--owner <owner>', 'only those of this owner: retail, warehouse, finance, customer-service, integration')
    .option('--code <code>', 'only this kind, e.g. order.unknown-sku')
    .option('--subject <subject>', 'only about this, e.g. "centra 10045"')
    .option('--all', 'closed ones too')
    .option('--limit <n>', 'at most so many', aboveZero(6), 50)
    .action((options: CasesListOptions) =>
      perform(shell, options.json === true, async () => {
        const { listCases } = await import('./cases-list.js');
        const { withRecords } = await import('../open.js');
        return withRecords(shell, (records) => listCases(shell, records, options));
      }),
    );

  withJson(cases.command('show'))
    .description('Show one case: what happened, what to do, which answers there are, what was done so far.')
    .addArgument(new Argument('<case>', 'id of the case'))
    .action((caseId: string, options: { json?: true }) =>
      perform(shell, options.json === true, async () => {
        const { showCase } = await import('./cases-show.js');
        const { withRecords } = await import('../open.js');
        return withRecords(shell, (records) => showCase(shell, records, caseId, options));
      }),
    );

  withJson(cases.command('resolve'))
    .description('Answer a case. The order goes on from where it stopped; finished steps are not repeated.')
    .addArgument(new Argument('<case>', 'id of the case'))
    .addOption(new Option('--answer <answer>', 'what shall happen').choices(ANSWERS).makeOptionMandatory())
    .requiredOption('--by <name>', 'who answers')
    .option('--note <text>', 'why, for whoever reads the case later')
    .option('--map-sku <old=new>', 'correct: the SKU it is known by where it is picked', skuPair)
    .option('--courier <key>', "correct: the courier to use, by the brand file's name")
    .option('--gift-message <text>', 'correct: the gift message; it is kept in the records, never in a history')
    .option('--location <id>', 'move: where the fulfilment shall go')
    .option('--line <id>', 'cancel-line, cancel-line-and-refund: a line of the order; repeat for more', gathered, [])
    .option('--order <number>', 'attach-to-order: the web order whose goods these are')
    .option('--dry-run', 'say what would be sent, and send nothing')
    .action((caseId: string, options: ResolveOptions) =>
      perform(shell, options.json === true, async () => {
        const { resolveCase } = await import('./cases-resolve.js');
        const { withRecords } = await import('../open.js');
        return withRecords(shell, (records) => resolveCase(shell, records, caseId, options));
      }),
    );

  return cases;
}

const ANSWERS: readonly Answer[] = [
  'retry',
  'correct',
  'move',
  'wait-for-intake',
  'cancel-line',
  'cancel-line-and-refund',
  'cancel-order',
  'attach-to-order',
  'accept-without-order',
  'refuse',
  'skip',
];

function skuPair(text: string): { from: string; to: string } {
  const [from = '', to = '', ...rest] = text.split('=').map((half) => half.trim());
  if (from === '' || to === '' || rest.length > 0) throw new InvalidArgumentError('Write it as OLD=NEW.');
  return { from, to };
}

const gathered = (text: string, before: readonly string[]): string[] => [...before, text];
