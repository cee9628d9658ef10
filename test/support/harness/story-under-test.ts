import type { WorkflowHandle } from '@temporalio/client';
import type { Case, Resolution } from '../../../domain/cases/case.js';
import type { Answer, CaseCode } from '../../../domain/cases/catalogue.js';
import { until } from '../until.js';
import { patience } from './patience.js';

/** What every process shows of itself to a query. */
interface ProcessState {
  readonly stage: string;
  readonly cases: readonly Case[];
}

/** A process of a test, seen as an operator sees it. */
export interface StoryUnderTest<Story extends ProcessState> {
  readonly handle: WorkflowHandle;
  story(): Promise<Story>;
  /** Waits until the story shows it. @returns what was looked for */
  soon<T>(what: string, look: (story: Story) => T): Promise<NonNullable<T>>;
  /** Waits for an open case of this code. */
  waitsFor(code: CaseCode): Promise<Case>;
  /** Answers the open case of this code by Update. */
  answer(code: CaseCode, answer: Answer, data?: Resolution['data']): Promise<Case>;
  /** Waits for the end. @returns how it ended */
  outcome(): Promise<string>;
}

/** A query costs the worker more than a test gains by looking more often. */
const LOOK_EVERY_MS = 80;

/**
 * Follows one process by its answers to queries.
 * @param who `Order 10045`, as a failing test names it
 * @param lastStages the stages in which it has ended
 */
export function storyUnderTest<Story extends ProcessState>(
  handle: WorkflowHandle,
  who: string,
  lastStages: readonly Story['stage'][],
): StoryUnderTest<Story> {
  const story = () => handle.query<Story>('story');
  const soon = async <T>(what: string, look: (story: Story) => T): Promise<NonNullable<T>> => {
    let last: Story | undefined;
    const lookOnce = async (): Promise<T | undefined> => {
      last = await story().catch(() => undefined);
      return last && look(last);
    };
    return until(lookOnce, { withinMs: patience.ms, everyMs: LOOK_EVERY_MS, what }).catch((late: Error) => {
      throw new Error(`${who}: ${late.message}. Its story: ${JSON.stringify(last, null, 1)}`);
    });
  };
  const waitsFor = (code: CaseCode) => soon(`case ${code}`, ({ cases }) => cases.find((c) => c.codes.includes(code)));
  return {
    handle,
    story,
    soon,
    waitsFor,
    async answer(code, answer, data) {
      const open = await waitsFor(code);
      const resolution: Resolution = { caseId: open.caseId, answer, by: 'Tester', ...(data ? { data } : {}) };
      await handle.executeUpdate('resolveCase', { args: [resolution], updateId: `${open.caseId}/${answer}` });
      return open;
    },
    async outcome() {
      await soon('the end', ({ stage }) => lastStages.includes(stage));
      const { outcome } = (await handle.result()) as { outcome: string };
      return outcome;
    },
  };
}
