import { condition } from '@temporalio/workflow';
import type { CaptureShipment } from '../../activities/orders/capture.js';
import type { ShipmentActivities } from '../../activities/orders/shipments.js';
import type { Resolution } from '../../domain/cases/case.js';
import type { Capture, CaptureStatus } from '../../domain/order/capture.js';
import type { FulfilmentProgress, Parcel } from '../../domain/order/fulfilment.js';
import {
  isBeyond,
  isOpenShipment,
  isReported,
  type MadeShipment,
  type Shipment,
  shownOrders,
  unitsIn,
} from '../../domain/order/fulfilment-state.js';
import { webOrderNumber } from '../../domain/order/order-ref.js';
import { openServices } from '../../domain/order/services.js';
import { addUnits, countUnits, type LineUnits, subtractUnits, withinOrder } from '../../domain/order/split-order.js';
import { unitsAtWebShop } from '../../domain/order/units-at-origin.js';
import { steps } from '../calls.js';
import type { AutoResolved } from '../cases/raise.js';
import { counterpart } from '../options.js';
import { applyAnswer } from './apply-answer.js';
import { isCancelled, type OrderState, settleServices } from './order-state.js';
import { releaseExcess } from './release-reserve.js';
import type { FulfilmentRun } from './run.js';

const { createShipment, captureShipment, readCapture, completeShipment } = steps<ShipmentActivities>(counterpart);

/** Checks of a pending capture before finance is asked: a minute apart at first, an hour in the end, some days in all. */
const MAX_CHECKS = 80;

/**
 * Web shop: money is captured when the goods are picked, the shipment is completed when they have left. A shipment
 * whose capture failed is not completed: a person of finance is asked first. A back order is a shipment of its own, also
 * when its progress comes together with that of the first parcel: each parcel has its own tracking number.
 */
export async function captureAndShip(run: FulfilmentRun): Promise<void> {
  for (const shown of shownOrders(run.fulfilment)) {
    const picked = atLeast(shown.picked, unitsIn(shown.parcels));
    const unshipped = subtractUnits(picked, unitsIn(shipmentsOf(run, shown.ref)));
    if (countUnits(unshipped) > 0) await captureGoods(run, shown.ref, unshipped);
    if (!(await completeShipments(run, shown))) return;
  }
}

const shipmentsOf = ({ fulfilment }: FulfilmentRun, counterpartOrder: string): Shipment[] =>
  fulfilment.shipments.filter((s) => s.counterpartOrder === counterpartOrder);

/** Completes the shipments whose goods have left. False when one of them is not paid. */
async function completeShipments(run: FulfilmentRun, { ref, parcels }: FulfilmentProgress): Promise<boolean> {
  const reported = shipmentsOf(run, ref).filter(isReported);
  const beyond = unitsIn(shipmentsOf(run, ref).filter(isBeyond));
  let unreported = subtractUnits(unitsIn(parcels), unitsIn(reported));
  const parcel = parcels.at(-1);
  for (const shipment of shipmentsOf(run, ref).filter(isOpenShipment)) {
    if (!parcel || countUnits(subtractUnits(shipment.lines, unreported)) > 0) continue;
    if (!(await untilCaptured(run, shipment))) return false;
    await releaseExcess(run);
    // Money may take its time: the location may have taken back in the meantime that they have left.
    if (!hasLeft(run, shipment)) continue;
    unreported = subtractUnits(unreported, shipment.lines);
    await complete(run, shipment, { parcel, isLast: countUnits(subtractUnits(unreported, beyond)) === 0 });
  }
  return true;
}

function hasLeft(run: FulfilmentRun, { counterpartOrder, lines }: MadeShipment): boolean {
  const reported = unitsIn(shipmentsOf(run, counterpartOrder).filter(isReported));
  const left = unitsIn(run.fulfilment.counterpartOrders.get(counterpartOrder)?.parcels ?? []);
  return countUnits(subtractUnits(lines, subtractUnits(left, reported))) === 0;
}

/** Creates a shipment of picked goods at the web shop, which captures the money for them. */
async function captureGoods(run: FulfilmentRun, counterpartOrder: string, lines: readonly LineUnits[]): Promise<void> {
  const { order, fulfilment, cases, timeline } = run;
  const nth = fulfilment.shipments.length + 1;
  // Nobody picks them: they are captured with the first goods, as the web shop completes an order only with all of its lines.
  const services = takeServices(order);
  let shipped = heldByOrder(order, lines);
  const created = await cases.runOrRaise(
    'shipment.refused',
    () => {
      // The order may have been edited since it was refused.
      shipped = heldByOrder(order, lines);
      const units = unitsAtWebShop(order, [...shipped.within, ...services]);
      return createShipment({ ...units, fulfilment: fulfilment.fulfilment, nth });
    },
    { autoResolved: () => whyUnwanted(run) },
  );
  if (!created.done) {
    settleServices(order, services, -1);
    // Skipped or cancelled: the web shop is said to show the right state already.
    fulfilment.shipments.push({ counterpartOrder, lines, status: 'skipped' });
    return;
  }
  const { id, status, failures, why } = created.done;
  const shipment: MadeShipment = {
    id,
    counterpartOrder,
    lines: shipped.within,
    status: status === 'captured' ? 'captured' : 'created',
    captureFailures: failures,
  };
  fulfilment.shipments.push(shipment);
  // Where nobody has let them go, they are asked about once they have left.
  if (shipped.beyond.length > 0)
    fulfilment.shipments.push({ counterpartOrder, lines: shipped.beyond, status: 'skipped', isBeyond: true });
  if (status === 'captured') return;
  if (why) timeline.add(`The capture of shipment ${id} failed: ${why}`);
  // A payment provider that answers later is not asked again: that could take the money twice.
  await untilCaptured(run, shipment, status === 'pending' ? { status, failures } : undefined);
}

/** Of picked units, those that the web shop takes into a shipment, as far as the order is known. */
const heldByOrder = ({ facts, fulfilments, earlier }: OrderState, picked: readonly LineUnits[]) =>
  withinOrder(picked, {
    wanted: facts.lines,
    inShipments: unitsIn([
      { lines: earlier.covered },
      ...fulfilments.flatMap(({ shipments }) => shipments.filter(({ id }) => id !== undefined)),
    ]),
  });

/** Services that no shipment has taken along; the caller takes them. */
function takeServices(order: OrderState): LineUnits[] {
  const services = openServices(order.facts, order.servicesSettled);
  settleServices(order, services);
  return services;
}

/**
 * Looks, less and less often, whether a payment provider that answers later has taken the money, and immediately when the web
 * shop reports a change of the order. Still pending at the end: it took longer than any provider should.
 */
async function untilAnswered(run: FulfilmentRun, shipment: MadeShipment): Promise<CaptureStatus> {
  const { order, cases } = run;
  let pauseMs = order.settings.captureCheckMs;
  for (let checks = 0; checks < MAX_CHECKS && !isCancelled(order); checks += 1) {
    const { revision } = order.facts;
    await condition(() => order.facts.revision !== revision, pauseMs);
    const looked = await cases.runOrRaise(
      'shipment.capture-unread',
      () => readCapture(wantedCapture(order, shipment)),
      { sentence: `Whether shipment ${shipment.id} is paid cannot be read.`, autoResolved: () => whyUnwanted(run) },
    );
    if (looked.answer?.answer === 'skip') return 'captured';
    if (!looked.done) continue;
    shipment.captureFailures = looked.done.failures;
    if (looked.done.status !== 'pending') return looked.done.status;
    pauseMs = Math.min(pauseMs * 2, order.settings.captureCheckMs * 60);
  }
  return 'pending';
}

/**
 * Captures a shipment, or lets a person of finance see to it. False when the order was cancelled instead.
 * @param asked what is known of a capture that was asked for already
 */
async function untilCaptured(run: FulfilmentRun, shipment: MadeShipment, asked?: Capture): Promise<boolean> {
  const { order, fulfilment, cases } = run;
  const sentence = `Shipment ${shipment.id} of fulfilment ${fulfilment.fulfilment} is not paid.`;
  const about = { sentence, autoResolved: () => whyUnwanted(run) };
  const ask = () => captureShipment(wantedCapture(order, shipment));
  let next = asked && { done: asked, answer: undefined };
  while (shipment.status === 'created' && !isCancelled(order)) {
    const { done, answer } = next ?? (await cases.runOrRaise('shipment.capture-failed', ask, about));
    next = undefined;
    if (answer) await carryOut(run, shipment, { answer, sentence });
    if (!done) continue;
    shipment.captureFailures = done.failures;
    const status = done.status === 'pending' ? await untilAnswered(run, shipment) : done.status;
    if (status === 'captured') shipment.status = 'captured';
    else await settleUnpaid(run, shipment, `${sentence} ${done.why ?? unpaidBecause(status)}`);
  }
  return shipment.status === 'captured';
}

/** Finance decides about a shipment whose money did not come. */
async function settleUnpaid(run: FulfilmentRun, shipment: MadeShipment, sentence: string): Promise<void> {
  const answer = await run.cases.raise([{ code: 'shipment.capture-failed', sentence }], {
    autoResolved: () => whyUnwanted(run),
  });
  await carryOut(run, shipment, { answer, sentence });
}

/** Only `retry` asks for the money again: after any other answer that left the order as it was, finance decides anew. */
async function carryOut(run: FulfilmentRun, shipment: MadeShipment, { answer, sentence }: Decided): Promise<void> {
  if (answer.answer === 'retry') return;
  await applyAnswer(answer, { run, units: shipment.lines });
  if (!isCancelled(run.order)) await settleUnpaid(run, shipment, sentence);
}

interface Decided {
  readonly answer: Resolution | AutoResolved;
  /** What the question was. */
  readonly sentence: string;
}

const unpaidBecause = (status: CaptureStatus): string =>
  status === 'pending'
    ? 'The payment provider has not answered for days.'
    : 'The payment provider did not take the money.';

const wantedCapture = (order: OrderState, { id, captureFailures }: MadeShipment): CaptureShipment => ({
  number: webOrderNumber(order),
  shipment: id,
  failures: captureFailures,
});

async function complete(
  { order, fulfilment, cases }: FulfilmentRun,
  shipment: MadeShipment,
  { parcel, isLast }: { parcel: Parcel; isLast: boolean },
): Promise<void> {
  const courier = order.corrections.courier ?? order.facts.courier;
  shipment.isBeingReported = true;
  await cases.runOrRaise('shipment.refused', () =>
    completeShipment({
      number: webOrderNumber(order),
      fulfilment: fulfilment.fulfilment,
      shipment: shipment.id,
      ...(courier === undefined ? {} : { courier }),
      parcel,
      lastOfFulfilment: isLast,
    }),
  );
  shipment.status = 'completed';
}

const whyUnwanted = ({ order }: FulfilmentRun): string | undefined =>
  isCancelled(order) ? 'the order was cancelled.' : undefined;

/** Line by line the larger of two counts: what has left was certainly picked. */
function atLeast(a: readonly LineUnits[], b: readonly LineUnits[]): LineUnits[] {
  return addUnits(a, subtractUnits(b, a));
}
