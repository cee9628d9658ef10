import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { fileOf, type Way } from '../support/harness/kept-histories.js';
import { onepool } from '../support/test-shell.js';

const folder = mkdtempSync(join(tmpdir(), 'onepool-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface PlainEvent {
  eventId: string;
  eventType: string;
  activityTaskScheduledEventAttributes?: { activityType: { name: string }; activityId: string };
  [attributes: string]: unknown;
}

const readEvents = (way: Way): PlainEvent[] => JSON.parse(readFileSync(fileOf(way), 'utf8')).events;

/** Replays a stored history with one event changed. */
async function replayChanged(way: Way, change: (events: PlainEvent[]) => void) {
  const events = readEvents(way);
  change(events);
  const file = join(folder, 'changed.json');
  writeFileSync(file, JSON.stringify({ events }));
  const { out, code } = await onepool(['replay', '--file', file]);
  return { out, code };
}

const scheduled = (events: readonly PlainEvent[]): PlainEvent[] =>
  events.filter((event) => event.activityTaskScheduledEventAttributes);
const nth = (events: readonly PlainEvent[], n: number): PlainEvent => {
  const event = events.at(n);
  if (!event) throw new Error(`there is no event ${n}`);
  return event;
};

describe('onepool replay --file', () => {
  it('A stored history fits', async () => {
    expect(await onepool(['replay', '--file', fileOf('fulfilOrder/mixed')])).toEqual({
      code: 0,
      out: 'It fits this build.\n',
      err: '',
    });
  });

  it.each([0, 3, -1])('A renamed activity is named by its event, wherever it is in the history (%i)', async (n) => {
    let changed = { eventId: '', name: '' };
    const { out, code } = await replayChanged('fulfilOrder/mixed', (events) => {
      const event = nth(scheduled(events), n);
      const { activityType } = event.activityTaskScheduledEventAttributes ?? { activityType: { name: '' } };
      changed = { eventId: event.eventId, name: activityType.name };
      // An activity that the order calls elsewhere too, so that the name alone does not say which event it is.
      activityType.name = activityType.name === 'recordStage' ? 'recordCaseOpened' : 'recordStage';
    });
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`: Event ${changed.eventId} \\(activity task scheduled: record\\w+\\): `));
    expect(out).toContain(`this build calls ${changed.name} there.`);
  });

  it('An activity that became a timer is named by its event', async () => {
    let eventId = '';
    const { out } = await replayChanged('fulfilOrder/mixed', (events) => {
      const event = nth(scheduled(events), 2);
      ({ eventId } = event);
      delete event.activityTaskScheduledEventAttributes;
      Object.assign(event, {
        eventType: 'EVENT_TYPE_TIMER_STARTED',
        timerStartedEventAttributes: { timerId: '1', startToFireTimeout: '1s' },
      });
    });
    expect(out).toContain(`: Event ${eventId} (timer started): this build calls an activity there.`);
  });

  it('A workflow type that this build does not have is named', async () => {
    const { out } = await replayChanged('releasePosOrders/two-orders', (events) => {
      Object.assign(nth(events, 0).workflowExecutionStartedEventAttributes as object, {
        workflowType: { name: 'gone' },
      });
    });
    expect(out).toContain(
      '(gone): Event 1 (workflow execution started: gone): this build has no workflow of this type.',
    );
  });

  it('A file that holds no history, and a command line that names nothing or two things, are refused', async () => {
    const { code, err } = await onepool(['replay', '--file', 'package.json']);
    expect([code, err]).toEqual([1, expect.stringContaining('package.json holds no history')]);
    for (const args of [[], ['10045', '--open'], ['--open', '--file', 'x.json']])
      expect((await onepool(['replay', ...args])).code).toBe(2);
  });
});
