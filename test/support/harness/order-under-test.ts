import type { Client } from '@temporalio/client';
import type { Case } from '../../../domain/cases/case.js';
import type { CaseCode } from '../../../domain/cases/catalogue.js';
import { type Origin, orderWorkflowId, storeFulfilmentName, warehouseFulfilmentName } from '../../../domain/names.js';
import type { Story } from '../../../workflows/messages.js';
import { asId } from '../ids.js';
import { type StoryUnderTest, storyUnderTest } from './story-under-test.js';

/** One order of a test, seen as an operator sees it. It ends as `fulfilled` or `cancelled`. */
export interface OrderUnderTest extends StoryUnderTest<Story> {
  readonly origin: Origin;
  readonly number: string;
  readonly workflowId: string;
  /** The name of a fulfilment at its store and at its warehouse. */
  inStore(fulfilment?: number): string;
  inWarehouse(fulfilment?: number): string;
  /** Waits until the order has a fulfilment in this stage. */
  fulfilment(fulfilment: number, stage: string): Promise<void>;
  /** Waits until a fulfilment is placed at a location. @returns its number, whatever number that is after planning again */
  placedAt(location: string): Promise<number>;
  /** Waits until the order is in a stage as a whole. */
  stage(stage: string): Promise<void>;
  /** Waits for an open case of this code beyond the first `after` cases of the order. */
  waitsForAnother(code: CaseCode, after: number): Promise<Case>;
}

export function orderUnderTest(client: Client, brand: string, origin: Origin, number: string): OrderUnderTest {
  const workflowId = orderWorkflowId(brand, origin, asId(number));
  const handle = client.workflow.getHandle(workflowId);
  const order = storyUnderTest<Story>(handle, `Order ${number}`, ['done', 'cancelled']);
  const { soon } = order;
  return {
    ...order,
    origin,
    number,
    workflowId,
    inStore: (fulfilment = 1) => storeFulfilmentName(asId(number), fulfilment),
    inWarehouse: (fulfilment = 1) => warehouseFulfilmentName(origin, asId(number), fulfilment),
    waitsForAnother: (code, after) =>
      soon(`another case ${code}`, ({ cases }) =>
        cases.find((c) => c.codes.includes(code) && Number(c.caseId.split('-').at(-1)) > after),
      ),
    async fulfilment(fulfilment, stage) {
      await soon(`part ${fulfilment} ${stage}`, ({ fulfilments }) =>
        fulfilments.some((p) => p.fulfilment === fulfilment && p.stage === stage),
      );
    },
    placedAt: (location) =>
      soon(
        `a fulfilment at ${location}`,
        ({ fulfilments }) => fulfilments.find((p) => p.location === location && p.stage === 'placed')?.fulfilment,
      ),
    async stage(stage) {
      await soon(`stage ${stage}`, (s) => s.stage === stage);
    },
  };
}
