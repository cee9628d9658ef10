import { readBrandPath } from '../../../config/environment.js';
import { loadBrand } from '../../../config/load-brand.js';
import { targetsOf } from '../../../domain/stock/flows-of-brand.js';
import { queryPublisher } from '../../stock/query-publisher.js';
import { needsPerson, stockStatus, type TargetStatus } from '../../stock/status.js';
import { EXIT, type ExitCode } from '../exit.js';
import { withRecords, withTemporal } from '../open.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';
import { table } from '../table.js';
import { clockOf, formatLength, TARGET_NAMES } from './format-stock.js';

/** Shows what waits to be published, and the state of the publishers. */
export async function showStatus(shell: Shell, options: JsonOption): Promise<ExitCode> {
  const brand = loadBrand(readBrandPath(shell.env));
  const ledger = await withRecords(shell, async ({ stockQueries }) => ({
    waiting: await stockQueries.unpublished(),
    refusals: await stockQueries.refusals(),
  }));
  const loops = await withTemporal(shell, (client) =>
    Promise.all(targetsOf(brand).map((target) => queryPublisher(client, brand.brand, target))),
  );
  const nowMs = Date.now();
  const targets = stockStatus({ brand, loops, ...ledger, nowMs });
  return printStatus(shell, targets, { ...options, nowMs, timeZone: brand.timezone });
}

/** Prints what {@link showStatus} shows. */
export function printStatus(
  shell: Shell,
  targets: readonly TargetStatus[],
  { json, nowMs, timeZone }: JsonOption & { readonly nowMs: number; readonly timeZone: string },
): ExitCode {
  if (json) writeJson(shell, targets);
  else {
    const clock = clockOf(timeZone);
    for (const target of targets) shell.write(`${TARGET_NAMES[target.target]}: ${formatPublisher(target, clock)}\n`);
    const flows = targets.flatMap(({ target, loop, flows }) => flows.map((flow) => ({ target, loop, ...flow })));
    shell.write(
      `\n${table<(typeof flows)[number]>(flows, [
        { title: 'flow', value: (row) => row.flow },
        { title: 'to', value: (row) => TARGET_NAMES[row.target] },
        { title: 'mode', value: modeOf },
        { title: 'waiting', value: (row) => row.waiting },
        {
          title: 'oldest',
          value: (row) => row.since && `${formatLength(nowMs - row.since)}${row.overdue ? ', overdue' : ''}`,
        },
      ])}`,
    );
    for (const { target, refused } of targets)
      if (refused > 0) shell.write(`\n${TARGET_NAMES[target]} refuses ${refused}: onepool stock refusals\n`);
  }
  return targets.some(needsPerson) ? EXIT.needsPerson : EXIT.ok;
}

function formatPublisher({ target, loop }: TargetStatus, clock: (atMs: number) => string): string {
  if (!loop.running) return 'the publisher does not run. Start it with: onepool prepare';
  if (loop.problem !== undefined) return loop.problem;
  const paused = loop.state?.paused;
  if (paused === undefined) return 'the publisher runs';
  const note = paused.note === undefined ? '' : ` (${paused.note})`;
  return `paused by ${paused.by} since ${clock(Date.parse(paused.since))}${note}. Continue with: onepool stock resume ${target}`;
}

function modeOf(row: TargetStatus['flows'][number] & Pick<TargetStatus, 'loop'>): string {
  if (row.mode === 'off') return 'off';
  if (row.mode === 'scheduled')
    return row.loop.state?.released.includes(row.flow) ? 'scheduled, running now' : 'scheduled';
  return `immediately, within ${formatLength(row.maxStalenessMs ?? 0)}`;
}
