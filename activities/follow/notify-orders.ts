import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { type SignalDefinition, TypedSearchAttributes } from '@temporalio/common';
import { type Origin, orderWorkflowId, taskQueueOf } from '../../domain/names.js';
import type { ReportedProgress } from '../../domain/order/fulfilment.js';
import { stateAtStart } from '../../domain/order/order-stage.js';
import { type FulfilOrder, fulfilmentsProgressed, type OrderReading, orderChanged } from '../../workflows/messages.js';
import { Locations, Stage } from '../../workflows/search-attributes.js';
import type { Dependencies } from '../dependencies.js';
import { fingerprint } from '../orders/fingerprint.js';
import { signalRunning } from '../signal-running.js';

/** Workflows told at the same time: enough to hide the round trip, few enough to leave the server to others. */
const AT_ONCE = 16;
/** How many last words are remembered, to not repeat what an order was just told. */
const REMEMBER = 20_000;

/** In place of a revision, of an order that is about to begin or that was told nothing yet. */
const BEGUN = '';

/** Starts and signals order workflows. Every message may be repeated; the workflows know old news. */
export function orderNotifier({ brand, records, temporal }: Pick<Dependencies, 'brand' | 'records' | 'temporal'>) {
  const lastPublished = new Map<string, string>();

  async function start(id: string, reading: OrderReading): Promise<boolean> {
    const { facts, settings } = reading;
    const { stage, locations } = stateAtStart(facts, settings);
    const input: FulfilOrder = { brand: brand.brand, ...reading };
    try {
      await temporal.workflow.start('fulfilOrder', {
        workflowId: id,
        taskQueue: taskQueueOf(brand.brand),
        args: [input],
        // A redelivered order must never be fulfilled a second time.
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        typedSearchAttributes: new TypedSearchAttributes([
          { key: Stage, value: stage },
          { key: Locations, value: locations },
        ]),
        staticSummary: `${facts.origin === 'centra' ? 'web order' : 'till order'} ${facts.number}`,
      });
      return true;
    } catch (err) {
      if (err instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw err;
    }
  }

  /** False when the order has ended: what still comes in about it is history. */
  async function signal<Args extends unknown[]>(id: string, what: SignalDefinition<Args>, ...args: Args) {
    try {
      return await signalRunning(temporal.workflow.getHandle(id), what, ...args);
    } catch (cause) {
      throw new Error(`order ${id} could not be told`, { cause });
    }
  }

  return {
    /**
     * Tells orders that changed since they were last told; starts the workflow of those that are new and can be
     * fulfilled. Orders whose revision is the one they know are left alone.
     */
    async ofReadings(
      origin: Origin,
      readings: readonly OrderReading[],
    ): Promise<{ started: number; notified: number }> {
      const revisions = await records.orders.revisions(
        origin,
        readings.map((r) => r.facts.number),
      );
      let started = 0;
      let notified = 0;
      await inBatches(readings, async (reading) => {
        const { number, revision, state } = reading.facts;
        const known = revisions.get(number);
        if (known === revision) return;
        const startable =
          state === 'open' || state === 'on-hold' || (origin === 'sitoo' && state !== 'cancelled' && state !== 'done');
        if (known === undefined && !startable) return;
        const id = orderWorkflowId(brand.brand, origin, number);
        const note = (revision: string) =>
          records.orders.recordRevisionSent({ brand: brand.brand, origin, number, workflowId: id, revision });
        // Noted before it begins: a worker that dies in between leaves an order that is told of its cancellation too.
        if (known === undefined) await note(BEGUN);
        if (!known && startable && (await start(id, reading))) started += 1;
        else if (await signal(id, orderChanged, reading)) notified += 1;
        await note(revision);
      });
      return { started, notified };
    },

    /** Tells orders how their fulfilments stand. */
    async ofProgress(
      news: readonly { origin: Origin; number: string; progress: ReportedProgress }[],
    ): Promise<{ notified: number }> {
      const fresh = news.filter(({ origin, number, progress }) => {
        const key = `${origin}/${number}/${progress.fulfilment}/${progress.ref}`;
        return lastPublished.get(key) !== fingerprint(progress);
      });
      const byOrder = new Map<string, ReportedProgress[]>();
      for (const { origin, number, progress } of fresh) {
        const id = orderWorkflowId(brand.brand, origin, number);
        byOrder.set(id, [...(byOrder.get(id) ?? []), progress]);
      }
      await inBatches([...byOrder], async ([id, progress]) => {
        await signal(id, fulfilmentsProgressed, progress);
      });
      if (lastPublished.size > REMEMBER) lastPublished.clear();
      for (const { origin, number, progress } of fresh)
        lastPublished.set(`${origin}/${number}/${progress.fulfilment}/${progress.ref}`, fingerprint(progress));
      return { notified: byOrder.size };
    },
  };
}

export type OrderNotifier = ReturnType<typeof orderNotifier>;

async function inBatches<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  for (let i = 0; i < items.length; i += AT_ONCE) await Promise.all(items.slice(i, i + AT_ONCE).map(run));
}
