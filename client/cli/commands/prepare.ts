import { Command } from 'commander';
import { perform, type Shell, withJson, writeJson } from '../shell.js';

/** `onepool prepare`: tables and search attributes, once before anything else runs. */
export function prepareCommand(shell: Shell): Command {
  return withJson(new Command('prepare'))
    .description('Make the tables of the records and the search attributes in Temporal. Safe to repeat.')
    .action((options: { json?: true }) =>
      perform(shell, options.json === true, async () => {
        const [{ prepare }, { withTemporal }, { readDatabaseUrl }] = await Promise.all([
          import('../../prepare.js'),
          import('../open.js'),
          import('../../../config/environment.js'),
        ]);
        const databaseUrl = readDatabaseUrl(shell.env);
        const { migrations, searchAttributes } = await withTemporal(shell, (client) =>
          prepare(client, databaseUrl.reveal()),
        );
        if (options.json) writeJson(shell, { migrations, searchAttributes });
        else {
          shell.write(
            migrations.length === 0 ? 'The tables were up to date.\n' : `Tables made: ${migrations.join(', ')}.\n`,
          );
          shell.write(`Search attributes are there: ${searchAttributes.join(', ')}.\n`);
        }
        return undefined;
      }),
    );
}
