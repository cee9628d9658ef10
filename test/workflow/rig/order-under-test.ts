import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Case, Resolution } from '../../../domain/cases/case.js';
import type { Answer, CaseCode } from '../../../domain/cases/catalogue.js';
import { type Origin, orderWorkflowId, storePartName, warehousePartName } from '../../../domain/names.js';
import type { Story } from '../../../workflows/messages.js';
import { until } from '../../support/until.js';

/** One order of a test, seen as an operator sees it. */
export interface OrderUnderTest {
  readonly origin: Origin;
  readonly number: string;
  readonly workflowId: string;
  readonly handle: WorkflowHandle;
  /** The name of a part at its store and at its warehouse. */
  inStore(part?: number): string;
  inWarehouse(part?: number): string;
  story(): Promise<Story>;
  /** Waits until the order has a part in this stage. */
  part(part: number, stage: string): Promise<void>;
  /** Waits until a part is placed at a location. @returns its number: how often an order was planned anew is nobody's business */
  placedAt(location: string): Promise<number>;
  /** Waits until the order is in a stage as a whole. */
  stage(stage: string): Promise<void>;
  /** Waits for an open case of this code. */
  waitsFor(code: CaseCode): Promise<Case>;
  /** Waits for an open case of this code beyond the first `after` cases of the order. */
  waitsForAnother(code: CaseCode, after: number): Promise<Case>;
  /** Answers the open case of this code by Update. */
  answer(code: CaseCode, answer: Answer, data?: Resolution['data']): Promise<Case>;
  /** Waits for the end. @returns `fulfilled` or `cancelled` */
  outcome(): Promise<string>;
}

/** Longer than any path takes on a busy machine; a path that hangs says what it waits for. */
const WITHIN_MS = 30_000;
/** A query costs the worker more than a test gains by looking more often. */
const LOOK_EVERY_MS = 80;

export function orderUnderTest(client: Client, brand: string, origin: Origin, number: string): OrderUnderTest {
  const workflowId = orderWorkflowId(brand, origin, number);
  const handle = client.workflow.getHandle(workflowId);
  const story = () => handle.query<Story>('story');
  const soon = async <T>(what: string, look: (story: Story) => T): Promise<NonNullable<T>> => {
    let last: Story | undefined;
    const telling = async (): Promise<T | undefined> => {
      last = await story().catch(() => undefined);
      return last && look(last);
    };
    return until(telling, { withinMs: WITHIN_MS, everyMs: LOOK_EVERY_MS, what }).catch((late: Error) => {
      throw new Error(`Order ${number}: ${late.message}. Its story: ${JSON.stringify(last, null, 1)}`);
    });
  };
  const waitsFor = (code: CaseCode) => soon(`case ${code}`, ({ cases }) => cases.find((c) => c.codes.includes(code)));
  return {
    origin,
    number,
    workflowId,
    handle,
    story,
    waitsFor,
    inStore: (part = 1) => storePartName(number, part),
    inWarehouse: (part = 1) => warehousePartName(origin, number, part),
    waitsForAnother: (code, after) =>
      soon(`another case ${code}`, ({ cases }) =>
        cases.find((c) => c.codes.includes(code) && Number(c.caseId.split('-').at(-1)) > after),
      ),
    async part(part, stage) {
      await soon(`part ${part} ${stage}`, ({ parts }) => parts.some((p) => p.part === part && p.stage === stage));
    },
    placedAt: (location) =>
      soon(
        `a part at ${location}`,
        ({ parts }) => parts.find((p) => p.location === location && p.stage === 'placed')?.part,
      ),
    async stage(stage) {
      await soon(`stage ${stage}`, (s) => s.stage === stage);
    },
    async answer(code, answer, data) {
      const open = await waitsFor(code);
      const resolution: Resolution = { caseId: open.caseId, answer, by: 'Tester', ...(data ? { data } : {}) };
      await handle.executeUpdate('resolveCase', { args: [resolution], updateId: `${open.caseId}/${answer}` });
      return open;
    },
    async outcome() {
      await soon('the end', ({ stage }) => stage === 'done' || stage === 'cancelled');
      const { outcome } = (await handle.result()) as { outcome: string };
      return outcome;
    },
  };
}
