import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { System } from '../../../domain/names.js';
import { positiveInteger } from '../positive-integer.js';
import { perform, type Shell, withJson } from '../shell.js';
import type { DecideOptions, InboxListOptions } from './inbox-run.js';

/** More than anybody decides at once. */
const MOST_IDS = 100;

/** `onepool inbox list|show|retry|discard`: events that no follower can handle, which wait for a person. */
export function inboxCommand(shell: Shell, systems: ReadonlySet<System>): Command {
  const inbox = new Command('inbox').description('List, read and decide events that cannot be handled.');

  withJson(inbox.command('list'))
    .description('List events that were set aside, the oldest first. Exit code 3 when there are any.')
    .addOption(new Option('--system <system>', 'only those of this counterpart').choices([...systems]))
    .option('--limit <n>', 'show at most this many', positiveInteger(6), 50)
    .action((options: InboxListOptions) =>
      perform(shell, options.json === true, async () => {
        const { listEvents } = await import('./inbox-run.js');
        const { withRecords } = await import('../open.js');
        return withRecords(shell, (records) => listEvents(shell, records, options));
      }),
    );

  withJson(inbox.command('show'))
    .description('Show one event: what was kept of it, and why it cannot be handled.')
    .addArgument(new Argument('<event>', 'number of the event').argParser(eventId))
    .action((id: number, options: { json?: true }) =>
      perform(shell, options.json === true, async () => {
        const { showEvent } = await import('./inbox-run.js');
        const { withRecords } = await import('../open.js');
        return withRecords(shell, (records) => showEvent(shell, records, { ...options, id }));
      }),
    );

  for (const decision of ['retry', 'discard'] as const) {
    const command = withJson(inbox.command(decision))
      .description(
        decision === 'retry'
          ? 'Give events to their followers again. Their cases close.'
          : 'Close events without handling them. Their cases close.',
      )
      .addArgument(new Argument('<event...>', 'numbers of events').argParser(eventIds));
    if (decision === 'discard') command.requiredOption('--by <name>', 'who decides');
    command
      .option('--dry-run', 'print what would change, and change nothing')
      .action((ids: number[], options: Omit<DecideOptions, 'ids' | 'decision'>) =>
        perform(shell, options.json === true, async () => {
          const { decideEvents } = await import('./inbox-run.js');
          const { withOwnRecords } = await import('../open.js');
          const wake = await wakeOf(shell);
          return withOwnRecords(shell, (records) =>
            decideEvents(shell, { records, wake }, { ...options, ids, decision }),
          );
        }),
      );
  }
  return inbox;
}

/** Wakes followers, so that what was decided takes effect now; without a brand file that is left to their own time. */
async function wakeOf(shell: Shell) {
  const { brandIfAny } = await import('../brand-if-any.js');
  const brand = brandIfAny(shell);
  if (brand === undefined) return undefined;
  const { withTemporal } = await import('../open.js');
  const { wakeFollower } = await import('../../wake-follower.js');
  return async (systems: readonly System[]): Promise<void> =>
    withTemporal(shell, async (client) => {
      for (const system of systems) await wakeFollower(client, brand, system);
    });
}

const eventId = (text: string): number => {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('Write the number that onepool inbox list shows.');
  return Number(text);
};

/** Commander calls it once for each argument, with what the earlier ones gave. */
function eventIds(text: string, before: number[] | undefined): number[] {
  const ids = [...(before ?? []), eventId(text)];
  if (ids.length > MOST_IDS) throw new InvalidArgumentError(`Name at most ${MOST_IDS} events.`);
  return ids;
}
