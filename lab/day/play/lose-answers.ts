import type { Controls } from '../../simulators/control.js';

/** Every call by which we change something at a counterpart, as its simulator names it. */
const WRITES: Readonly<Record<keyof Controls, readonly string[]>> = {
  centra: [
    'createShipment',
    'captureShipment',
    'completeShipment',
    'cancelDirectToConsumerOrder',
    'updateDirectToConsumerOrder',
    'unallocateOrder',
    'allocateOrder',
    'changeStock',
    'createReturn',
    'refundReturn',
    'completeReturn',
    'deleteReturn',
  ],
  sitoo: ['POST orders', 'PUT orders', 'POST orderdeliveries', 'PUT warehouseitems'],
  wms: ['PUT orders', 'DELETE orders', 'PUT purchaseOrders'],
};

/** More than any day makes of one kind. */
const LOST_AT_MOST = 300;

/** From now on every `every`-th call of each kind that changes something takes effect and loses its answer. */
export async function loseAnswers(controls: Controls, every: number): Promise<void> {
  for (const system of ['centra', 'sitoo', 'wms'] as const)
    await controls[system].post('faults', {
      rules: WRITES[system].flatMap((operation) =>
        Array.from({ length: LOST_AT_MOST }, (_, nth) => ({
          operation,
          fault: { kind: 'response-lost' },
          // A rule does not see the calls that an earlier one took.
          after: every * (nth + 1) - 1 - nth,
          times: 1,
        })),
      ),
    });
}
