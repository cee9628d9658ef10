import { proxyActivities, sleep } from '@temporalio/workflow';
import type { ShipmentActivities } from '../../activities/orders/shipments.js';
import { isSettled, type Parcel } from '../../domain/order/fulfilment.js';
import { addUnits, countUnits, type LineUnits, subtractUnits } from '../../domain/order/split-order.js';
import type { CaseRaiser } from '../cases/case-raiser.js';
import { runOrRaiseCase } from '../cases/run-or-raise-case.js';
import { counterpart } from '../options.js';
import { cancelOrder } from './prepare.js';
import { type FulfilmentState, isCancelled, type MadeShipment, type OrderState, tell } from './state.js';

const { createShipment, captureShipment, readCapture, completeShipment, reportDelivery } =
  proxyActivities<ShipmentActivities>(counterpart);

/** Looks at a pending capture before finance is asked: a minute apart at first, an hour in the end, some days in all. */
const CAPTURE_LOOKS = 80;

export const parcelsOf = (fulfilment: FulfilmentState): Parcel[] =>
  [...fulfilment.legs.values()].flatMap((leg) => leg.parcels);

export const sentUnits = (fulfilment: FulfilmentState): LineUnits[] => unitsIn(parcelsOf(fulfilment));

const unitsIn = (some: readonly { readonly lines: readonly LineUnits[] }[]): LineUnits[] =>
  some.reduce<LineUnits[]>((sum, { lines }) => addUnits(sum, lines), []);

/** Tells the origin what has been picked and what has left, in as few calls as its contract allows. */
export async function returnStatus(order: OrderState, desk: CaseRaiser, fulfilment: FulfilmentState): Promise<void> {
  if (order.origin === 'sitoo') await reportToTills(order, desk, fulfilment);
  else if (!isCancelled(order)) await reportToShop(order, desk, fulfilment);
}

/**
 * Web shop: money is captured when the goods are picked, the shipment is completed when they have left. A shipment
 * whose capture failed is not completed: a person of finance is asked first. A back order is a shipment of its own, also
 * when its news comes together with that of the first parcel: each parcel has its own tracking number.
 */
async function reportToShop(order: OrderState, desk: CaseRaiser, fulfilment: FulfilmentState): Promise<void> {
  for (const leg of [...fulfilment.legs.values()]) {
    const ours = () => fulfilment.shipments.filter((s) => s.leg === leg.ref);
    const sent = unitsIn(leg.parcels);
    const fresh = subtractUnits(atLeast(leg.picked, sent), unitsIn(ours()));
    if (countUnits(fresh) > 0) await makeShipment(order, desk, fulfilment, { leg: leg.ref, lines: fresh });

    let unreported = subtractUnits(sent, unitsIn(ours().filter((s) => s.completed)));
    const parcel = leg.parcels.at(-1);
    for (const shipment of ours().filter((s) => !s.completed)) {
      if (!parcel || countUnits(subtractUnits(shipment.lines, unreported)) > 0) continue;
      if (!shipment.captured) await untilCaptured(order, desk, fulfilment, shipment);
      if (!shipment.captured) return;
      unreported = subtractUnits(unreported, shipment.lines);
      await complete(order, desk, fulfilment, shipment, parcel, countUnits(unreported) === 0);
    }
  }
}

async function makeShipment(
  order: OrderState,
  desk: CaseRaiser,
  fulfilment: FulfilmentState,
  { leg, lines }: Pick<MadeShipment, 'leg' | 'lines'>,
): Promise<void> {
  const nth = fulfilment.shipments.length + 1;
  const made = await runOrRaiseCase(
    desk,
    'shipment.refused',
    () => createShipment({ number: order.number, fulfilment: fulfilment.fulfilment, nth, lines }),
    {
      fulfilment: fulfilment.fulfilment,
      location: fulfilment.location,
      autoResolved: () => (isCancelled(order) ? 'the order was cancelled.' : undefined),
    },
  );
  if (!made.done) {
    // Skipped or cancelled: the web shop is said to show the right state already.
    fulfilment.shipments.push({ id: 0, leg, lines, captured: true, completed: true });
    return;
  }
  const { id, captured, pending, problem } = made.done;
  const shipment: MadeShipment = { id, leg, lines, captured, completed: false };
  fulfilment.shipments.push(shipment);
  if (captured) return;
  if (problem) tell(order, `The capture of shipment ${id} failed: ${problem}`);
  // A payment provider that answers later is not asked again: that could take the money twice.
  if (pending && (await answeredLater(order, shipment))) return;
  await untilCaptured(order, desk, fulfilment, shipment);
}

/** Looks, less and less often, whether a payment provider that answers later has taken the money. */
async function answeredLater(order: OrderState, shipment: MadeShipment): Promise<boolean> {
  let pauseMs = order.settings.captureCheckMs;
  for (let look = 0; look < CAPTURE_LOOKS && !isCancelled(order); look += 1) {
    await sleep(pauseMs, { summary: 'the payment provider answers later' });
    shipment.captured = (await readCapture({ number: order.number, shipment: shipment.id })).captured;
    if (shipment.captured) return true;
    pauseMs = Math.min(pauseMs * 2, order.settings.captureCheckMs * 60);
  }
  return false;
}

/** Asks for the money, and a person of finance when it is refused. Ends without it only when the order is cancelled. */
async function untilCaptured(
  order: OrderState,
  desk: CaseRaiser,
  fulfilment: FulfilmentState,
  shipment: MadeShipment,
): Promise<void> {
  while (!shipment.captured && !isCancelled(order)) {
    const result = await runOrRaiseCase(
      desk,
      'shipment.capture-failed',
      () => captureShipment({ number: order.number, shipment: shipment.id }),
      {
        fulfilment: fulfilment.fulfilment,
        location: fulfilment.location,
        sentence: `Shipment ${shipment.id} of fulfilment ${fulfilment.fulfilment} is not paid.`,
        autoResolved: () => (isCancelled(order) ? 'the order was cancelled.' : undefined),
      },
    );
    if (result.answer?.answer === 'cancel-order') await cancelOrder(order, desk);
    shipment.captured = result.done?.captured ?? false;
    if (result.done && !shipment.captured) await answeredLater(order, shipment);
  }
}

async function complete(
  order: OrderState,
  desk: CaseRaiser,
  fulfilment: FulfilmentState,
  shipment: MadeShipment,
  parcel: Parcel,
  lastOfFulfilment: boolean,
): Promise<void> {
  await runOrRaiseCase(
    desk,
    'shipment.refused',
    () =>
      completeShipment({
        number: order.number,
        fulfilment: fulfilment.fulfilment,
        shipment: shipment.id,
        courier: order.corrections.courier ?? order.facts.courier ?? '',
        parcel,
        lastOfFulfilment,
      }),
    { fulfilment: fulfilment.fulfilment, location: fulfilment.location },
  );
  shipment.completed = true;
}

/** Tills: each parcel becomes an order delivery with its waybill; with the last one the order is closed. */
async function reportToTills(order: OrderState, desk: CaseRaiser, fulfilment: FulfilmentState): Promise<void> {
  for (const parcel of parcelsOf(fulfilment)) {
    if (fulfilment.reported.has(parcel.ref)) continue;
    const others = order.fulfilments.filter((p) => p !== fulfilment).every((p) => isSettled(p.stage));
    const rest = subtractUnits(subtractUnits(fulfilment.lines, fulfilment.cancelledUnits), sentUnits(fulfilment));
    const last = others && rest.length === 0 && parcel === parcelsOf(fulfilment).at(-1);
    await runOrRaiseCase(
      desk,
      'status.refused',
      () =>
        reportDelivery({
          number: order.number,
          fulfilment: fulfilment.fulfilment,
          location: fulfilment.location,
          parcel,
          closeOrder: last,
          skus: Object.fromEntries(order.facts.lines.map((l) => [l.line, l.sku])),
        }),
      { fulfilment: fulfilment.fulfilment, location: fulfilment.location },
    );
    fulfilment.reported.add(parcel.ref);
    order.closedAtTills ||= last;
  }
}

/** Line by line the larger of two counts: what has left was certainly picked. */
function atLeast(a: readonly LineUnits[], b: readonly LineUnits[]): LineUnits[] {
  return addUnits(a, subtractUnits(b, a));
}
