import { describe, expect, it } from '@jest/globals';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import type { History } from '../../workers/replay/history.js';
import { explainMisfit } from '../../workers/replay/misfit.js';

type Attributes = Readonly<Record<string, object>>;

/** A workflow that calls `count` activities of one name, one after another. */
function historyOf(count: number): History {
  const started = { workflowType: { name: 'story' } };
  const events: Attributes[] = [{ workflowExecutionStartedEventAttributes: started }];
  for (let n = 0; n < count; n += 1)
    events.push(
      { workflowTaskStartedEventAttributes: {} },
      {
        activityTaskScheduledEventAttributes: {
          activityId: String(n),
          activityType: { name: 'pick' },
          workflowTaskCompletedEventId: String(2 * n + 2),
        },
      },
    );
  return historyFromJSON({ events: events.map((attributes, at) => ({ eventId: String(at + 1), ...attributes })) });
}

const told = (message: string): string =>
  `Details: Failure { message: "[TMPRL1100] Nondeterminism error: ${message}" }`;
const differs = told("Activity type of scheduled event 'pick' does not match activity type of activity command 'pack'");

describe('A history that does not fit', () => {
  it('A misfit whose report numbers its event is explained without another replay', async () => {
    const report = told('Timer machine does not handle this event: HistoryEvent(id: 5, ActivityTaskScheduled)');
    const never = async (): Promise<never> => {
      throw new Error('It was replayed again.');
    };
    expect(await explainMisfit(historyOf(4), report, never)).toEqual({
      event: { id: 5, type: 'activity task scheduled', name: 'pick' },
      sentence: 'Event 5 (activity task scheduled: pick): this build starts a timer there.',
    });
  });

  it.each([1, 4, 7, 300, 511])(
    'A misfit of an activity that is called 512 times is found at the call that differs (%i)',
    async (nth) => {
      const history = historyOf(512);
      let replays = 0;
      const misfit = await explainMisfit(history, differs, async ({ events = [] }) => {
        replays += 1;
        // The activity that differs shows in the workflow task after it.
        const shows = events?.some((e) => Number(e.eventId) > 2 * nth + 3 && e.workflowTaskStartedEventAttributes);
        return shows || events?.length === history.events?.length ? differs : undefined;
      });
      expect(misfit).toEqual({
        event: { id: 2 * nth + 3, type: 'activity task scheduled', name: 'pick' },
        sentence: `Event ${2 * nth + 3} (activity task scheduled: pick): this build calls pack there.`,
      });
      expect(replays).toBeLessThanOrEqual(10);
    },
  );

  it('A build whose code fails is explained by the workflow task in which it fails, with its message', async () => {
    const report = 'Details: Failure { message: "Cannot read \\"lines\\" of undefined", source: "TypeScriptSDK" }';
    const fails = async ({ events = [] }: History) => ((events?.length ?? 0) > 5 ? report : undefined);
    expect(await explainMisfit(historyOf(8), report, fails)).toEqual({
      event: { id: 6, type: 'workflow task started' },
      sentence: 'Event 6 (workflow task started): the code of this build fails there. Cannot read "lines" of undefined',
    });
  });

  it('A workflow type that the build does not have is explained by the start of the execution', async () => {
    const report = told(
      "Failed to initialize workflow of type 'story': no such function is exported by the workflow bundle",
    );
    expect((await explainMisfit(historyOf(1), report, async () => report)).sentence).toBe(
      'Event 1 (workflow execution started: story): this build has no workflow of this type.',
    );
  });
});
