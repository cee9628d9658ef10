import { describe, expect, it } from '@jest/globals';
import { type DecideOptions, decideEvents, listEvents, showEvent } from '../../client/cli/commands/inbox-run.js';
import { Refusal } from '../../client/cli/exit.js';
import type { System } from '../../domain/names.js';
import type { Inbox, InboxRow } from '../../systems/database/port.js';
import { onepool, testShell } from '../support/test-shell.js';

const ODD: InboxRow = {
  id: 17,
  system: 'sitoo',
  eventId: 'evt-1',
  kind: 'order',
  subject: '512',
  raw: '{"event_id":"evt-1"}',
  receivedAt: '2026-11-24T08:00:00.000Z',
  refused: 'Sitoo has no such order.',
  refusedAt: '2026-11-24T08:01:00.000Z',
};
const HANDLED: InboxRow = { ...ODD, id: 18, handledAt: '2026-11-24T08:02:00.000Z' };

function book(rows: readonly InboxRow[]) {
  const decided: string[] = [];
  const inbox: Pick<Inbox, 'refused' | 'show' | 'retry' | 'discard'> = {
    refused: async (limit, system) =>
      rows.filter((row) => row.handledAt === undefined && (!system || row.system === system)).slice(0, limit),
    show: async (id) => rows.find((row) => row.id === id),
    retry: async (id) => decided.push(`retry ${id}`) > 0,
    discard: async (id, by) => decided.push(`discard ${id} ${by}`) > 0,
  };
  const woken: System[] = [];
  const wake = async (systems: readonly System[]) => void woken.push(...systems);
  return { records: { inbox }, wake, decided, woken };
}
const deciding = (more: Partial<DecideOptions>): DecideOptions => ({ ids: [17], decision: 'retry', ...more });

describe('the inbox at the command line', () => {
  it('The list of events shows those that were set aside, and ends with code 3', async () => {
    const shell = testShell();
    expect(await listEvents(shell, book([ODD, HANDLED]).records, { limit: 50 })).toBe(3);
    expect(shell.out()).toMatch(/17 .*sitoo .*order .*512 .*Sitoo has no such order\./);
    expect(shell.out()).not.toContain('18');
    expect(shell.err()).toContain('onepool inbox discard EVENT');
  });

  it('The list of events ends with code 0 when every event could be handled', async () => {
    const shell = testShell();
    expect(await listEvents(shell, book([HANDLED]).records, { limit: 50 })).toBe(0);
    expect(shell.out()).toContain('Every event could be handled.');
  });

  it('An event is shown with what was kept of it and why it was set aside', async () => {
    const shell = testShell();
    expect(await showEvent(shell, book([ODD]).records, { id: 17 })).toBe(0);
    for (const text of ['evt-1', 'set aside', 'Sitoo has no such order.']) expect(shell.out()).toContain(text);
  });

  it.each(['retry', 'discard'] as const)(
    'The command inbox %s carries out the decision and wakes the follower',
    async (decision) => {
      const shell = testShell();
      const { records, wake, decided, woken } = book([ODD]);
      expect(await decideEvents(shell, { records, wake }, deciding({ decision, by: 'Kim' }))).toBe(0);
      expect(decided).toEqual([decision === 'retry' ? 'retry 17' : 'discard 17 Kim']);
      expect(woken).toEqual(['sitoo']);
    },
  );

  it('A dry run of a decision about an event changes nothing and wakes nobody', async () => {
    const shell = testShell();
    const { records, wake, decided, woken } = book([ODD]);
    await decideEvents(shell, { records, wake }, deciding({ dryRun: true }));
    expect([decided, woken]).toEqual([[], []]);
    expect(shell.out()).toContain('Event 17 would be given to its follower again.\nNothing was changed.');
  });

  it('A decision about several events is refused as a whole when one of them waits for none', async () => {
    const { records, wake, decided } = book([ODD, HANDLED]);
    const decide = (ids: number[]) => decideEvents(testShell(), { records, wake }, deciding({ ids }));
    await expect(decide([17, 18])).rejects.toThrow('Event 18 waits for no decision: it is handled.');
    await expect(decide([17, 99])).rejects.toThrow(Refusal);
    expect(decided).toEqual([]);
  });

  it('A decision about an event is carried out while Temporal is away, and says when it takes effect', async () => {
    const shell = testShell();
    const { records, decided } = book([ODD]);
    const wake = () => Promise.reject(new Error('No Temporal server answers.'));
    expect(await decideEvents(shell, { records, wake }, deciding({}))).toBe(0);
    expect(decided).toEqual(['retry 17']);
    expect(shell.err()).toContain('in its next round. No Temporal server answers.');
  });

  it('The number of an event is checked before anything is opened', async () => {
    for (const args of [
      ['show', 'x'],
      ['retry', '0'],
      ['discard', '17'],
    ]) {
      const { code } = await onepool(['inbox', ...args]);
      expect(code).toBe(2);
    }
  });
});
