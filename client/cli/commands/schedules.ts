import { Command } from 'commander';
import type { ScheduleState } from '../../schedules/schedules.js';
import { EXIT, type ExitCode } from '../exit.js';
import { type JsonOption, perform, type Shell, withJson, writeJson } from '../shell.js';
import { table } from '../table.js';

/** `onepool schedules apply|list`: what runs on a schedule. */
export function schedulesCommand(shell: Shell): Command {
  const schedules = new Command('schedules').description('Apply and list the schedules of the brand.');

  withJson(schedules.command('apply'))
    .description(
      "Bring schedules and stock publishers in line with the brand file. Safe to repeat; keeps an operator's pause.",
    )
    .action((options: JsonOption) =>
      perform(shell, options.json === true, async () => {
        const { brand, withTemporal, applySchedules, startPublishers } = await load(shell);
        const applied = await withTemporal(shell, async (client) => {
          const schedules = await applySchedules(client, brand);
          // A flow may have changed between immediate and scheduled, and its publisher must know.
          await startPublishers(client, brand);
          return schedules;
        });
        if (options.json) writeJson(shell, applied);
        else {
          for (const { scheduleId, outcome } of applied) shell.write(`${scheduleId}: ${outcome}\n`);
          shell.write('The stock publishers use the flows of the brand file.\n');
        }
        return EXIT.ok;
      }),
    );

  withJson(schedules.command('list'))
    .description('List the schedules of the brand. Exit code 3 when one is missing, paused or left over.')
    .action((options: JsonOption) =>
      perform(shell, options.json === true, async () => {
        const { brand, withTemporal, listSchedules } = await load(shell);
        const states = await withTemporal(shell, (client) => listSchedules(client, brand));
        return showSchedules(shell, states, options);
      }),
    );
  return schedules;
}

/** Prints the state of the schedules; the exit code says whether they match the brand file. */
export function showSchedules(shell: Shell, states: readonly ScheduleState[], options: JsonOption): ExitCode {
  if (options.json) writeJson(shell, states);
  else
    shell.write(
      table<ScheduleState>(states, [
        { title: 'schedule', value: (s) => s.scheduleId },
        { title: 'state', value: stateOf },
        { title: 'last', value: (s) => s.last },
        { title: 'next', value: (s) => s.next },
        { title: 'note', value: (s) => s.note },
      ]),
    );
  return states.some((s) => s.wanted !== s.exists || s.paused === true) ? EXIT.needsPerson : EXIT.ok;
}

function stateOf(state: ScheduleState): string {
  if (!state.wanted)
    return state.exists ? 'left over: run onepool schedules apply' : `not wanted (${state.unwanted ?? 'brand file'})`;
  if (!state.exists) return 'missing: run onepool schedules apply';
  return state.paused ? 'paused' : 'runs';
}

async function load(shell: Shell) {
  const { readBrandPath } = await import('../../../config/environment.js');
  const { loadBrand } = await import('../../../config/load-brand.js');
  const { withTemporal } = await import('../open.js');
  const schedules = await import('../../schedules/schedules.js');
  const loops = await import('../../stock/start-publishers.js');
  return { brand: loadBrand(readBrandPath(shell.env)), withTemporal, ...schedules, ...loops };
}
