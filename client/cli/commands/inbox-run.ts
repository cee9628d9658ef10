import type { System } from '../../../domain/names.js';
import type { Inbox, InboxRow } from '../../../systems/database/port.js';
import { EXIT, type ExitCode, fail } from '../exit.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';
import { fields, table } from '../table.js';

export interface InboxListOptions extends JsonOption {
  readonly system?: System;
  readonly limit: number;
}

/** Lists the events that wait for a person. The exit code says whether there are any. */
export async function listEvents(
  shell: Shell,
  records: { readonly inbox: Pick<Inbox, 'refused'> },
  { json, system, limit }: InboxListOptions,
): Promise<ExitCode> {
  const rows = await records.inbox.refused(limit, system);
  if (json) writeJson(shell, rows);
  else if (rows.length === 0) shell.write('Every event could be handled.\n');
  else {
    shell.write(
      table<InboxRow>(rows, [
        { title: 'event', value: (row) => row.id },
        { title: 'from', value: (row) => row.system },
        { title: 'kind', value: (row) => row.kind },
        { title: 'about', value: (row) => row.subject },
        { title: 'received', value: (row) => row.receivedAt },
        { title: 'reason', value: (row) => row.refused },
      ]),
    );
    if (rows.length === limit) shell.stderr(`There may be more: try --limit ${limit * 2}.\n`);
    shell.stderr('Decide one with: onepool inbox retry EVENT, or onepool inbox discard EVENT --by NAME\n');
  }
  return rows.length > 0 ? EXIT.needsPerson : EXIT.ok;
}

/** Shows what was kept of one event. */
export async function showEvent(
  shell: Shell,
  records: { readonly inbox: Pick<Inbox, 'show'> },
  { id, json }: JsonOption & { readonly id: number },
): Promise<ExitCode> {
  const row = (await records.inbox.show(id)) ?? unknownEvent(id);
  if (json) writeJson(shell, { ...row, state: stateOf(row) });
  else
    shell.write(
      fields([
        ['Event', row.id],
        ['From', row.system],
        ['Kind', row.kind],
        ['About', row.subject],
        ['State', stateOf(row)],
        ['Received', row.receivedAt],
        ['Set aside', row.refusedAt],
        ['Reason', row.refused],
        ['Handled', row.handledAt],
        ['Discarded by', row.discardedBy],
        ["Sender's id", row.eventId],
        ['Kept of it', row.raw],
      ]),
    );
  return EXIT.ok;
}

export interface DecideOptions extends JsonOption {
  readonly ids: readonly number[];
  readonly decision: 'retry' | 'discard';
  readonly by?: string;
  readonly dryRun?: true;
}

interface Deciding {
  readonly records: { readonly inbox: Pick<Inbox, 'show' | 'retry' | 'discard'> };
  /** Wakes followers; undefined when nobody said of which brand. */
  readonly wake: ((systems: readonly System[]) => Promise<void>) | undefined;
}

/** Carries out a decision about events. All of them must wait for one: else nothing is changed. */
export async function decideEvents(shell: Shell, deciding: Deciding, options: DecideOptions): Promise<ExitCode> {
  const { inbox } = deciding.records;
  const { ids, decision, by = '', dryRun, json } = options;
  const rows: InboxRow[] = [];
  for (const id of ids) {
    const row = (await inbox.show(id)) ?? unknownEvent(id);
    if (stateOf(row) !== 'set aside') return fail(`Event ${id} waits for no decision: it is ${stateOf(row)}.`);
    rows.push(row);
  }
  if (!dryRun) {
    for (const { id } of rows) await (decision === 'retry' ? inbox.retry(id) : inbox.discard(id, by));
    await wakeNow(shell, deciding.wake, [...new Set(rows.map(({ system }) => system))]);
  }
  if (json) writeJson(shell, { decision, events: ids, ...(dryRun && { dryRun }) });
  else {
    const what = decision === 'retry' ? 'given to its follower again' : 'discarded';
    for (const { id } of rows) shell.write(`Event ${id} ${dryRun ? 'would be' : 'is'} ${what}.\n`);
    if (dryRun) shell.write('Nothing was changed.\n');
  }
  return EXIT.ok;
}

async function wakeNow(shell: Shell, wake: Deciding['wake'], systems: readonly System[]): Promise<void> {
  try {
    await wake?.(systems);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    shell.stderr(`The follower could not be woken; it takes notice in its next round. ${why}\n`);
  }
}

const unknownEvent = (id: number): never =>
  fail(`There is no event ${id}. List those that wait with onepool inbox list.`);

/** What became of an event, in words. */
const stateOf = ({ handledAt, discardedBy, refused }: InboxRow): string => {
  if (discardedBy !== undefined) return `discarded by ${discardedBy}`;
  if (handledAt !== undefined) return 'handled';
  return refused === undefined ? 'pending' : 'set aside';
};
