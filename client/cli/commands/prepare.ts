import { Command } from 'commander';
import type { Prepared } from '../../prepare.js';
import { type JsonOption, perform, type Shell, withJson, writeJson } from '../shell.js';

/** `onepool prepare`: creates what must exist before workers and gateway run. */
export function prepareCommand(shell: Shell): Command {
  return withJson(new Command('prepare'))
    .description(
      'Create tables, search attributes and schedules, and start followers and stock publishers. Safe to repeat.',
    )
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
        else shell.write(formatPrepared(prepared));
        return undefined;
      }),
    );
}

function formatPrepared({ migrations, searchAttributes, schedules, ended }: Prepared): string {
  return [
    migrations.length === 0 ? 'The tables are up to date.\n' : `Migrations applied: ${migrations.join(', ')}.\n`,
    `Search attributes: ${searchAttributes.join(', ')}.\n`,
    ...schedules.map(({ scheduleId, outcome }) => `Schedule ${scheduleId}: ${outcome}.\n`),
    'Followers and stock publishers run.\n',
    ...ended.map((workflowId) => `Ended, since the brand file no longer needs it: ${workflowId}.\n`),
  ].join('');
}
