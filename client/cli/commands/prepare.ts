import { Command } from 'commander';
import type { Prepared } from '../../prepare.js';
import { type JsonOption, perform, type Shell, withJson, writeJson } from '../shell.js';

/** `onepool prepare`: everything that must be there once before workers and gateway run. */
export function prepareCommand(shell: Shell): Command {
  return withJson(new Command('prepare'))
    .description('Make tables, search attributes and schedules, and start followers and push loops. Safe to repeat.')
    .action((options: JsonOption) =>
      perform(shell, options.json === true, async () => {
        const { prepare } = await import('../../prepare.js');
        const { withTemporal } = await import('../open.js');
        const { readCommonEnvironment } = await import('../../../config/environment.js');
        const { loadBrand } = await import('../../../config/load-brand.js');
        const { brandPath, databaseUrl } = readCommonEnvironment(shell.env);
        const brand = loadBrand(brandPath);
        const prepared = await withTemporal(shell, (client) => prepare(client, brand, databaseUrl.reveal()));
        if (options.json) writeJson(shell, prepared);
        else shell.write(formatField(prepared));
        return undefined;
      }),
    );
}

function formatField({ migrations, searchAttributes, schedules }: Prepared): string {
  return [
    migrations.length === 0 ? 'The tables were up to date.\n' : `Tables made: ${migrations.join(', ')}.\n`,
    `Search attributes are there: ${searchAttributes.join(', ')}.\n`,
    ...schedules.map(({ scheduleId, outcome }) => `Schedule ${scheduleId}: ${outcome}.\n`),
    'The followers and the push loops of stock run.\n',
  ].join('');
}
