import type { ReportedProgress } from '../../domain/order/fulfilment.js';
import { parcelsOf } from '../../domain/order/fulfilment-state.js';
import { beside } from './beside.js';
import type { OrderState } from './order-state.js';
import type { OrderRun } from './run.js';

/** A fulfilment of which nothing may leave any more. */
interface GivenUp {
  readonly fulfilment: number;
  readonly location: string;
  /** Parcels that were known when it was given up. */
  readonly known: readonly string[];
}

const isGivenUp = (stage: string | undefined): boolean => stage === 'cancelled' || stage === 'moved';

/**
 * Asks about parcels that leave although their fulfilment was cancelled or its units were moved: no step of the order looks at
 * it again. Each parcel is asked about once, those of one fulfilment in one question, beside everything else that the order does. Call before the progress is applied.
 */
export function askAboutStrayParcels(run: Pick<OrderRun, 'order' | 'cases'>, progress: ReportedProgress): void {
  const { order, cases } = run;
  const from = progress.parcels.length > 0 ? givenUp(order, progress.fulfilment) : undefined;
  if (!from) return;
  const { fulfilment, location, known } = from;
  const keys = progress.parcels
    .filter(({ ref }) => !known.includes(ref))
    .map(({ ref }) => `${fulfilment}/${progress.ref}/${ref}`)
    .filter((key) => !order.strayParcels.has(key));
  if (keys.length === 0) return;
  for (const key of keys) order.strayParcels.add(key);
  // Whoever answers for one parcel of a fulfilment looks at what else has left with it.
  if (order.strayQuestions.has(fulfilment)) return;
  order.strayQuestions.add(fulfilment);
  const sentence = `${location} sent goods of fulfilment ${fulfilment}, which had been cancelled there or moved away.`;
  void beside(order, async () => {
    await cases.raise([{ code: 'order.changed-after-end', sentence }], { fulfilment, location });
    order.strayQuestions.delete(fulfilment);
  });
}

function givenUp(order: OrderState, number: number): GivenUp | undefined {
  const before = order.earlier.fulfilments.find(({ fulfilment }) => fulfilment === number);
  if (before) return isGivenUp(before.stage) ? { ...before, known: [] } : undefined;
  const now = order.fulfilments.find(({ fulfilment }) => fulfilment === number);
  // What was let go with a person's word is expected to leave.
  if (!now || !isGivenUp(now.stage) || typeof now.recall === 'object') return undefined;
  return { fulfilment: number, location: now.location, known: parcelsOf(now).map(({ ref }) => ref) };
}
