import { type ReportedProgress, resolveLines } from '../../domain/order/fulfilment.js';
import {
  type FulfilmentState,
  parcelsOf,
  remainingUnits,
  shownOrders,
  unitsIn,
} from '../../domain/order/fulfilment-state.js';
import { countUnits, subtractUnits } from '../../domain/order/split-order.js';
import { beside } from './beside.js';
import type { OrderState } from './order-state.js';
import type { OrderRun } from './run.js';

/** A fulfilment of which nothing may leave any more. */
interface Settled {
  readonly fulfilment: number;
  readonly location: string;
  /** Parcels that were known when it was settled. */
  readonly known: readonly string[];
  /** What has become of it, as half a sentence. */
  readonly how: string;
}

const isGivenUp = (stage: string | undefined): boolean => stage === 'cancelled' || stage === 'moved';

/**
 * Asks about parcels that leave although their fulfilment was cancelled or its units were moved, and about those that hold more
 * than it still stood for when it was sent, such as a back order for units that were cancelled: no step of the order looks at it
 * again. Each parcel is asked about once, those of one fulfilment in one question, beside everything else that the order does. Call before the progress is applied.
 */
export function askAboutStrayParcels(run: Pick<OrderRun, 'order' | 'cases'>, progress: ReportedProgress): void {
  const { order, cases } = run;
  const from = progress.parcels.length > 0 ? settled(order, progress) : undefined;
  if (!from) return;
  const { fulfilment, location, known, how } = from;
  const keys = progress.parcels
    .filter(({ ref }) => !known.includes(ref))
    .map(({ ref }) => `${fulfilment}/${progress.ref}/${ref}`)
    .filter((key) => !order.strayParcels.has(key));
  if (keys.length === 0) return;
  for (const key of keys) order.strayParcels.add(key);
  const sender = order.fulfilments.find((one) => one.fulfilment === fulfilment);
  if (sender) sender.knownBeyond = unitsIn(resolveLines(progress, sender.lines).parcels);
  // Whoever answers for one parcel of a fulfilment looks at what else has left with it.
  if (order.strayQuestions.has(fulfilment)) return;
  order.strayQuestions.add(fulfilment);
  const sentence = `${location} sent goods of fulfilment ${fulfilment}, ${how}.`;
  void beside(order, async () => {
    await cases.raise([{ code: 'order.changed-after-end', sentence }], { fulfilment, location });
    order.strayQuestions.delete(fulfilment);
  });
}

function settled(order: OrderState, progress: ReportedProgress): Settled | undefined {
  const isThis = ({ fulfilment }: { readonly fulfilment: number }): boolean => fulfilment === progress.fulfilment;
  const GIVEN_UP = 'which had been cancelled there or moved away';
  const before = order.earlier.fulfilments.find(isThis);
  if (before) return isGivenUp(before.stage) ? { ...before, known: [], how: GIVEN_UP } : undefined;
  const now = order.fulfilments.find(isThis);
  // What was let go with a person's word is expected to leave.
  if (!now || typeof now.recall === 'object') return undefined;
  const { fulfilment, location } = now;
  const known = parcelsOf(now).map(({ ref }) => ref);
  if (isGivenUp(now.stage)) return { fulfilment, location, known, how: GIVEN_UP };
  const isTooMuch = now.stage === 'sent' && sendsTooMuch(now, progress);
  return isTooMuch ? { fulfilment, location, known, how: 'and more than was still to be sent of it' } : undefined;
}

/** A parcel can show under another id later, so units decide. */
function sendsTooMuch(fulfilment: FulfilmentState, progress: ReportedProgress): boolean {
  const others = shownOrders(fulfilment).filter(({ ref }) => ref !== progress.ref);
  const parcels = [...others, resolveLines(progress, fulfilment.lines)].flatMap((order) => order.parcels);
  return countUnits(subtractUnits(unitsIn(parcels), remainingUnits(fulfilment))) > 0;
}
