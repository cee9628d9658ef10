import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseRow, InboxRow } from '../../systems/database/port.js';
import { type Harness, startHarness } from '../support/harness.js';
import { environmentOfTheRun } from '../support/temporal-of-the-run.js';
import { onepool } from '../support/test-shell.js';
import { until } from '../support/until.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness('inbox');
});
afterAll(() => harness?.close());

let stored = 0;
/** An event of the tills that was set aside, as a reader does it, and its case. */
async function oddEvent(): Promise<{ event: InboxRow; open: CaseRow }> {
  stored += 1;
  const eventId = `odd-${stored}`;
  await harness.records.inbox.store('sitoo', [
    { eventId, kind: 'order', subject: '', raw: '{}', refused: `Reason ${stored}.` },
  ]);
  const event = (await harness.records.inbox.refused(100, 'sitoo')).find((row) => row.eventId === eventId);
  if (event === undefined) throw new Error(`${eventId} was not set aside`);
  return { event, open: await caseOf(event) };
}

const caseOf = (event: InboxRow): Promise<CaseRow> =>
  until(
    async () =>
      (await harness.records.cases.list({ code: 'event.refused', open: true }, 100)).find(
        (row) => row.subject === `sitoo/${event.id}`,
      ),
    { withinMs: 30_000, what: `a case of event ${event.id}` },
  );

const closed = (open: CaseRow): Promise<string | undefined> =>
  until(async () => (await harness.records.cases.show(open.caseId))?.row.outcome, {
    withinMs: 30_000,
    what: `the end of ${open.caseId}`,
  });
const handled = (event: InboxRow): Promise<string | undefined> =>
  until(async () => (await harness.records.inbox.show(event.id))?.handledAt, {
    withinMs: 30_000,
    what: `event ${event.id} handled`,
  });
const env = () => environmentOfTheRun(harness.databaseUrl);

describe('an event that no follower can handle', () => {
  it.concurrent('An event that was set aside opens one case, which names it and its reason', async () => {
    const { event, open } = await oddEvent();
    expect(open).toMatchObject({ owner: 'integration', answers: ['retry', 'skip'] });
    expect(open.whatHappened).toContain(`Event ${event.id} from Sitoo (order) cannot be handled. ${event.refused}`);
  });

  it.concurrent('The case of an event is answered with retry by Update, and its follower handles it', async () => {
    const { event, open } = await oddEvent();
    const resolution = { caseId: open.caseId, answer: 'retry', by: 'Kim' };
    await harness.client.workflow.getHandle(open.workflowId).executeUpdate('resolveCase', { args: [resolution] });
    expect(await closed(open)).toBe('retry');
    expect(await handled(event)).toBeDefined();
  });

  it.concurrent('The case of an event is answered with skip by Signal, and the event is discarded', async () => {
    const { event, open } = await oddEvent();
    const resolution = { caseId: open.caseId, answer: 'skip', by: 'Kim' };
    await harness.client.workflow.getHandle(open.workflowId).signal('resolveCase', resolution);
    expect(await closed(open)).toBe('skip');
    await handled(event);
    expect(await harness.records.inbox.show(event.id)).toMatchObject({ discardedBy: 'the answer to its case' });
  });

  it('The case of an event is answered at the command line', async () => {
    const { event, open } = await oddEvent();
    const { code, err } = await onepool(['cases', 'resolve', open.caseId, '--answer', 'skip', '--by', 'Kim'], env());
    expect([code, err]).toEqual([0, '']);
    expect(await handled(event)).toBeDefined();
  });

  it.each([
    ['retry', []],
    ['discard', ['--by', 'Kim']],
  ])('The command inbox %s decides an event, and its case closes', async (decision, more) => {
    const { event, open } = await oddEvent();
    const { code, out } = await onepool(['inbox', decision, String(event.id), ...more], env());
    expect([code, out]).toEqual([0, expect.stringContaining(`Event ${event.id} is`)]);
    expect(await handled(event)).toBeDefined();
    expect(await closed(open)).toBe('auto-resolved');
  });
});
