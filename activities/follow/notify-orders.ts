import type { SignalDefinition } from '@temporalio/common';
import type { OrderNumber } from '../../domain/ids.js';
import { type Origin, orderWorkflowId } from '../../domain/names.js';
import type { ReportedProgress } from '../../domain/order/fulfilment.js';
import { changeMark } from '../../domain/order/order-facts.js';
import { canStart } from '../../domain/order/order-stage.js';
import { fulfilmentsProgressed, type OrderReading, orderChanged } from '../../workflows/messages.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { fingerprint } from '../orders/fingerprint.js';
import { signalRunning } from '../signal-running.js';
import { changesAfterEnd, goodsAfterEnd } from './changes-after-end.js';
import { startOrder } from './start-order.js';

/** Workflows signalled at the same time: enough to hide the round trip, few enough to leave the server to others. */
const AT_ONCE = 16;
/** Progress remembered as sent, so that an unchanged fulfilment is not reported again. */
const REMEMBERED = 20_000;

/** How a fulfilment of an order progresses. */
export interface OrderProgress {
  readonly origin: Origin;
  readonly number: OrderNumber;
  readonly progress: ReportedProgress;
}

/** Starts and signals order workflows. Every message may be repeated; the workflows ignore what they know. */
export function orderNotifier(needs: Pick<Dependencies, 'brand' | 'records' | 'temporal'>) {
  const { brand, records, temporal } = needs;
  const settleAfterEnd = changesAfterEnd(needs);
  const askAboutGoods = goodsAfterEnd(needs);
  const progressSent = new Map<string, string>();

  /** False when the order has ended: what still comes in about it is history. */
  async function signal<Args extends unknown[]>(id: string, definition: SignalDefinition<Args>, ...args: Args) {
    try {
      return await signalRunning(temporal.workflow.getHandle(id), definition, ...args);
    } catch (cause) {
      throw new Error(`order ${id} could not be signalled`, { cause });
    }
  }

  return {
    /**
     * Notifies orders that changed since they were last notified, and starts the workflow of new ones that can be fulfilled.
     * Orders whose revision was sent before are left alone.
     */
    async sendReadings(
      origin: Origin,
      readings: readonly OrderReading[],
    ): Promise<{ started: number; notified: number }> {
      const numbers = readings.map(({ facts }) => facts.number);
      const revisions = await records.orders.revisionsSent(origin, numbers);
      let started = 0;
      let notified = 0;
      await inBatches(readings, async (reading) => {
        const { number } = reading.facts;
        const revision = changeMark(reading.facts);
        const sent = revisions.get(number);
        if (sent === revision) return;
        const isNoted = revisions.has(number);
        const startable = canStart(reading.facts);
        if (!isNoted && !startable) return;
        const id = orderWorkflowId(brand.brand, origin, number);
        const note = { brand: brand.brand, origin, number, workflowId: id };
        // Noted before it begins: an order whose worker dies in between still learns of its cancellation.
        if (!isNoted) await records.orders.recordRevisionSent(note);
        const begins = sent === undefined && startable;
        if (begins && (await startOrder(temporal, id, { brand: brand.brand, ...reading }))) started += 1;
        else if (await signal(id, orderChanged, reading)) notified += 1;
        else {
          const outcome = await settleAfterEnd(id, reading);
          if (outcome === 'started') started += 1;
          else if (outcome === 'running' && (await signal(id, orderChanged, reading))) notified += 1;
          // It did not end on its own: whoever starts it again must receive what changed.
          else if (outcome !== 'settled') return;
        }
        await records.orders.recordRevisionSent({ ...note, revision });
      });
      return { started, notified };
    },

    /** Notifies orders of how their fulfilments progress. */
    async sendProgress(all: readonly OrderProgress[]): Promise<{ notified: number }> {
      const unsent = all.filter((one) => progressSent.get(keyOf(one)) !== fingerprint(one.progress));
      const byOrder = new Map<string, OrderProgress[]>();
      for (const one of unsent) {
        const id = orderWorkflowId(brand.brand, one.origin, one.number);
        byOrder.set(id, [...(byOrder.get(id) ?? []), one]);
      }
      if (progressSent.size > REMEMBERED) progressSent.clear();
      let notified = 0;
      await inBatches([...byOrder], async ([id, ofOrder]) => {
        const reported = ofOrder.map(({ progress }) => progress);
        const isReceived = await signal(id, fulfilmentsProgressed, reported);
        if (isReceived) notified += 1;
        // Only what an order or a person has received: one that does not run now may be started again, and must learn of it then.
        for (const one of ofOrder) {
          checkpoint();
          if (isReceived || (await askAboutGoods(one))) progressSent.set(keyOf(one), fingerprint(one.progress));
        }
      });
      return { notified };
    },
  };
}

export type OrderNotifier = ReturnType<typeof orderNotifier>;

const keyOf = ({ origin, number, progress }: OrderProgress): string =>
  `${origin}/${number}/${progress.fulfilment}/${progress.ref}`;

async function inBatches<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  for (let i = 0; i < items.length; i += AT_ONCE) {
    checkpoint();
    await Promise.all(items.slice(i, i + AT_ONCE).map(run));
  }
}
