import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Controls } from '../../lab/simulators/control.js';
import { afterwards } from '../support/harness/afterwards.js';
import { failOnce } from '../support/harness/faults.js';
import { orderWays } from '../support/harness/order-ways.js';
import { runScenarios, type Scenarios } from '../support/harness/scenarios.js';
import { type Harness, startHarness } from '../support/harness.js';

/** Every call that changes something at a counterpart on the way of an order. */
const WRITES = {
  centra: [
    'createShipment',
    'captureShipment',
    'completeShipment',
    'cancelDirectToConsumerOrder',
    'updateDirectToConsumerOrder',
    'unallocateOrder',
    'allocateOrder',
  ],
  sitoo: ['POST orders', 'PUT orders', 'POST orderdeliveries'],
  wms: ['PUT orders', 'DELETE orders'],
} as const satisfies Record<keyof Controls, readonly string[]>;
const SYSTEMS = ['centra', 'sitoo', 'wms'] as const;

const FAULTS = [
  { name: 'answer is lost after it took effect', fault: { kind: 'response-lost' } },
  { name: 'connection is reset before it took effect', fault: { kind: 'connection-reset' } },
  { name: 'answer is a server error', fault: { kind: 'status', status: 500, body: 'oops' } },
  { name: 'answer stops half way', fault: { kind: 'truncated' } },
  { name: 'answer is a page of a proxy', fault: { kind: 'html' } },
  { name: 'call is throttled', fault: { kind: 'status', status: 429, headers: { 'retry-after': '1' } } },
];

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness('lost-answers');
});
afterAll(() => harness?.close());

const { ways: waysOfOrders, cancelledShort } = orderWays(() => harness);
/** One order for each way that writes something, all at the same time; each is judged by the books. */
const ways: Scenarios = {
  ...waysOfOrders,
  'short of a unit, which is cancelled': () => cancelledShort({ ordered: 4, missing: 1 }),
};

const counts = () => Promise.all(SYSTEMS.map((system) => harness.states.calls(system)));

describe('every write to every counterpart', () => {
  it.each(FAULTS)(
    'Each effect happens exactly once when, at every write to every counterpart, the $name',
    async ({ fault }) => {
      const before = await counts();
      const calm = await failOnce(harness.controls, WRITES, fault);
      await runScenarios(ways);

      // Each operation was called in this round, so its fault has struck.
      const after = await counts();
      const untouched = SYSTEMS.flatMap((system, i) =>
        WRITES[system].filter((operation) => (after[i]?.[operation] ?? 0) <= (before[i]?.[operation] ?? 0)),
      );
      expect(untouched).toEqual([]);
      await calm();
    },
  );
});

afterwards(() => harness);
