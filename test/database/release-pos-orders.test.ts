import { describe, expect, it } from '@jest/globals';
import { WorkflowNotFoundError } from '@temporalio/client';
import { orderNotifier } from '../../activities/follow/notify-orders.js';
import { releaseWaitingPosOrders } from '../../activities/follow/release-pos-orders.js';
import { asId } from '../support/ids.js';
import { inActivity } from '../support/in-activity.js';
import { recordsOfTest } from '../support/records-of-test.js';
import { signalledClient } from '../support/signalled-client.js';
import { testBrand } from '../support/web-order.js';

const { records } = await recordsOfTest();
const brand = testBrand();
const log = { info() {}, warn() {} };

let signalled: string[] = [];
/** What the signal of a workflow ends in, unless it arrives. */
const failures = new Map<string, Error>();
const temporal = signalledClient(async (workflowId) => {
  const failure = failures.get(workflowId);
  if (failure) throw failure;
  signalled.push(workflowId);
});

describe('the pick-list batch', () => {
  it('A till order whose signal did not arrive is released by the next attempt, and holds up no other', async () => {
    const activity = releaseWaitingPosOrders({ records, temporal, log });
    const release = (input: { brand: string }) => inActivity(() => activity(input));
    for (const workflowId of ['a', 'b', 'c'])
      await records.orders.upsertOrder({
        brand: brand.brand,
        origin: 'sitoo',
        number: asId(`7000${workflowId.charCodeAt(0)}`),
        stage: 'waiting-for-batch',
        workflowId,
      });
    failures.set('a', new Error('Temporal is away'));
    failures.set('b', new WorkflowNotFoundError('It was terminated.', 'b', undefined));
    await expect(release({ brand: brand.brand })).rejects.toThrow('Temporal is away');
    expect(signalled).toEqual(['c']);
    failures.clear();
    // The second had been terminated and was taken up again since.
    expect(await release({ brand: brand.brand })).toEqual({ released: 2 });
    expect(signalled).toEqual(['c', 'a', 'b']);
    expect(await release({ brand: brand.brand })).toEqual({ released: 0 });
  });
});

describe('progress of a fulfilment', () => {
  it('Progress that found no running order is reported again, and what an order has received is not', async () => {
    const number = asId('20077');
    const id = `order/${brand.brand}/centra/20077`;
    const notifier = orderNotifier({ brand, records, temporal });
    const progress = {
      fulfilment: 1,
      ref: '900',
      stage: 'picked',
      picked: [],
      parcels: [],
      final: false,
      backOrder: false,
    } as const;
    const report = () => notifier.sendProgress([{ origin: 'centra', number, progress }]);
    failures.set(id, new WorkflowNotFoundError('It was terminated.', id, undefined));
    expect(await report()).toEqual({ notified: 0 });
    failures.clear();
    expect(await report()).toEqual({ notified: 1 });
    expect(await report()).toEqual({ notified: 0 });
    signalled = [];
  });
});
