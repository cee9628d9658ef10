import { type WorkflowExecutionStatusName, WorkflowNotFoundError } from '@temporalio/client';
import type { ReportedProgress } from '../../domain/order/fulfilment.js';
import { moneyProblem } from '../../domain/order/money-problem.js';
import { changeAfterEnd, settledBefore } from '../../domain/order/order-end.js';
import type { OrderRef } from '../../domain/order/order-ref.js';
import { canStart } from '../../domain/order/order-stage.js';
import { countUnits } from '../../domain/order/split-order.js';
import type { OrderReading } from '../../workflows/messages.js';
import { openStandaloneCase } from '../cases/standalone-case.js';
import type { Dependencies } from '../dependencies.js';
import { startOrder } from './start-order.js';

/** How Temporal calls the status of a workflow that has returned. */
const ENDED_ON_ITS_OWN: Readonly<Partial<Record<WorkflowExecutionStatusName, true>>> = { COMPLETED: true };

/**
 * What came of a reading whose order did not run. `settled`: it leaves nothing to do, or a person is asked. `started`: a new
 * run of the order has begun. `running`: the order runs again by now. `unsent`: it must still be given to the order.
 */
export type SettledChange = 'settled' | 'started' | 'running' | 'unsent';

/**
 * Settles readings of orders whose workflow does not run. What an ended order left to do is taken up by a new run, and what
 * cannot be undone by one is asked about; nothing that changed is noted as received by nobody.
 */
export function changesAfterEnd(needs: Pick<Dependencies, 'brand' | 'records' | 'temporal'>) {
  const { brand, records, temporal } = needs;

  /** How a workflow has ended; undefined when Temporal knows none, or has forgotten it. */
  async function statusOf(workflowId: string): Promise<WorkflowExecutionStatusName | undefined> {
    try {
      return (await temporal.workflow.getHandle(workflowId).describe()).status.name;
    } catch (err) {
      if (err instanceof WorkflowNotFoundError) return undefined;
      throw err;
    }
  }

  return async (workflowId: string, reading: OrderReading): Promise<SettledChange> => {
    const { facts } = reading;
    const { origin, number } = facts;
    const end = await records.orders.ended(origin, number);
    const status = await statusOf(workflowId);
    // It was started or taken up again since it was signalled.
    if (status === 'RUNNING') return 'running';
    // Noted and never started, and nothing is left to start it for.
    if (!end) return status === undefined && !canStart(facts) ? 'settled' : 'unsent';
    // It failed, or a person has stopped it: people are asked about those, and start them again. One that Temporal has
    // forgotten ended long ago; the records have not forgotten it.
    if (status !== undefined && ENDED_ON_ITS_OWN[status] !== true) return 'unsent';
    switch (changeAfterEnd(end, facts)) {
      case 'nothing':
        return 'settled';
      case 'fewer-units':
        await openStandaloneCase(needs, {
          subject: `${origin}/${number}`,
          problem: {
            code: 'order.changed-after-end',
            sentence: `Order ${number} was changed after its goods had left: it is ${facts.state} now and no longer holds all of them.`,
          },
          about: { kind: 'order-changed', origin, number },
        });
        return 'settled';
      case 'money-left':
        await openStandaloneCase(needs, {
          // Of each kind its own: a question that is open already says nothing of another kind.
          subject: `${origin}/${number}/money/${facts.moneyLeft?.kind}`,
          problem: moneyProblem(facts),
          about: { kind: 'order-changed', origin, number },
        });
        return 'settled';
      case 'open-units': {
        const rows = await records.orders.fulfilments(origin, number);
        const fulfilments = rows.map(({ fulfilment, location, stage }) => ({ fulfilment, location, stage }));
        const { moneyAsked, sent } = end;
        const earlier = {
          runs: end.run,
          covered: settledBefore(end),
          fulfilments,
          ...(sent ? { sent } : {}),
          ...(moneyAsked ? { moneyAsked } : {}),
        };
        const run = end.run + 1;
        // Before it begins, as the list of orders shows it from then on; the decision does not depend on it.
        await records.orders.upsertOrder({ brand: brand.brand, origin, number, stage: 'received', workflowId, run });
        const begins = await startOrder(temporal, workflowId, { brand: brand.brand, ...reading, earlier });
        return begins ? 'started' : 'running';
      }
    }
  };
}

/** Progress of a fulfilment whose order does not run. */
interface LateProgress extends OrderRef {
  readonly progress: Pick<ReportedProgress, 'fulfilment' | 'ref' | 'parcels'>;
}

/**
 * Asks about goods that left although they were cancelled where they lay, and about goods that had been sent and are shown as
 * sent no more. Their order has ended: nobody else would see it.
 * @returns whether a person was asked
 */
export function goodsAfterEnd(needs: Pick<Dependencies, 'brand' | 'records' | 'temporal'>) {
  /** Units that had left with this order of a location when its order ended. */
  async function sentBefore({ origin, number, progress }: LateProgress): Promise<number> {
    const { sent = [] } = (await needs.records.orders.ended(origin, number)) ?? {};
    return sent.find(({ fulfilment, ref }) => fulfilment === progress.fulfilment && ref === progress.ref)?.units ?? 0;
  }

  return async ({ origin, number, progress }: LateProgress): Promise<boolean> => {
    const rows = await needs.records.orders.fulfilments(origin, number);
    const row = rows.find(({ fulfilment }) => fulfilment === progress.fulfilment);
    if (row?.stage === 'sent') {
      const missing =
        (await sentBefore({ origin, number, progress })) - countUnits(progress.parcels.flatMap(({ lines }) => lines));
      if (missing <= 0) return false;
      await openStandaloneCase(needs, {
        subject: `${origin}/${number}/${row.fulfilment}/taken-back`,
        location: row.location,
        problem: {
          code: 'shipment.taken-back',
          sentence: `${row.location} had sent fulfilment ${row.fulfilment} of order ${number}, and shows ${missing} units of it as sent no more.`,
        },
        about: { kind: 'order-changed', origin, number },
      });
      return true;
    }
    if (progress.parcels.length === 0 || (row?.stage !== 'cancelled' && row?.stage !== 'moved')) return false;
    await openStandaloneCase(needs, {
      subject: `${origin}/${number}/${row.fulfilment}`,
      location: row.location,
      problem: {
        code: 'order.changed-after-end',
        sentence: `${row.location} sent goods of fulfilment ${row.fulfilment} of order ${number}, which had been ${row.stage === 'moved' ? 'moved away' : 'cancelled there'} before the order ended.`,
      },
      about: { kind: 'order-changed', origin, number },
    });
    return true;
  };
}
