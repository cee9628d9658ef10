import type { CentraLineId, CentraOrderNumber, CentraShipmentId } from '../../domain/ids.js';
import { storeFulfilmentName } from '../../domain/names.js';
import { type Capture, captureOf } from '../../domain/order/capture.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import { isCaptured, mustBeMarkedPaid, unclaimedShipments } from '../../domain/order/web-shipment.js';
import type { Intent } from '../../systems/database/port.js';
import { SystemProblem } from '../../systems/problem.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { runOnce, stillUnderWay } from '../idempotent.js';
import { originReader } from './read-origin.js';

/** Goods of a fulfilment that were picked. `nth` counts the shipments of the fulfilment. */
export interface NewShipment {
  readonly number: CentraOrderNumber;
  readonly fulfilment: number;
  readonly nth: number;
  readonly lines: readonly LineUnits<CentraLineId>[];
}

type Needs = Pick<Dependencies, 'brand' | 'centra' | 'sitoo' | 'records'>;
/** `mustBeMarkedPaid`: it costs nothing, and the web shop still waits for its money. */
type Made = { readonly id: CentraShipmentId; readonly mustBeMarkedPaid: boolean } & Capture;

/**
 * Makes the shipment of a fulfilment once. The web shop gives a shipment no name of ours, and two fulfilments may hold equal
 * goods: whichever finds one claims it in the records, and no other can.
 */
export async function shipOnce(needs: Needs, input: NewShipment): Promise<Made> {
  const { number, fulfilment, nth, lines } = input;
  const ofOrder = `shipment/${needs.brand.brand}/centra-${number}-`;
  const key = `shipment/${needs.brand.brand}/${storeFulfilmentName(number, fulfilment)}/${nth}`;
  const step = { key, system: 'centra' } as const;
  const { intents, orders } = needs.records;
  const origin = originReader(needs);

  async function findMade(earlier: Intent): Promise<Made | undefined> {
    const order = await origin.web(number);
    const id = await ourShipment(order);
    if (id === undefined) return undefined;
    const isUnpaid = order.shipments.some((shipment) => shipment.id === id && mustBeMarkedPaid(shipment));
    const capture = captureOf(order, id, 0);
    const isSettled = capture.status === 'captured' || capture.status === 'pending';
    // The same mutation captures: while it may still be under way, what is not captured may become so.
    return isSettled || earlier.mayEndInMs === 0 ? { id, mustBeMarkedPaid: isUnpaid, ...capture } : undefined;
  }

  async function ourShipment(order: WebOrder): Promise<CentraShipmentId | undefined> {
    const claimed = await intents.claimed(key);
    if (claimed !== undefined) {
      const ours = order.shipments.find(({ id }) => subjectOf(id) === claimed);
      // Someone deleted it.
      if (!ours) await intents.release(key);
      return ours?.id;
    }
    const found = unclaimedShipments(order, lines, await orders.fulfilments('centra', number));
    // Another fulfilment whose own answer is still to come may have made what we found.
    const others = found.length > 0 ? await intents.othersUnderWay(ofOrder, key) : 0;
    if (others > 0) throw stillUnderWay(step, others);
    for (const { id } of found) {
      checkpoint();
      if (await intents.claim(key, subjectOf(id))) return id;
    }
    return undefined;
  }

  async function make(): Promise<Made> {
    const { shipment, captureProblem: why } = await needs.centra.createShipment({ order: number, lines });
    const { id } = shipment;
    if (!(await intents.claim(key, subjectOf(id)))) throw claimedByAnother(id, number);
    const made = { id, mustBeMarkedPaid: mustBeMarkedPaid(shipment) };
    if (isCaptured(shipment)) return { ...made, status: 'captured', failures: 0 };
    // Only a warning tells a refusal from "later".
    if (why === undefined) return { ...made, status: 'pending', failures: 0 };
    const { failures } = captureOf(await origin.web(number), id, 0);
    return { ...made, status: 'failed', failures, why };
  }

  return runOnce<Made>(needs, { ...step, lookUp: findMade, act: make });
}

const subjectOf = (id: CentraShipmentId): string => `shipment/${id}`;

/** Its answer came after another fulfilment of equal goods had found it: there must be one of that other for us. */
function claimedByAnother(id: CentraShipmentId, order: CentraOrderNumber): SystemProblem {
  const sentence = `Shipment ${id} of order ${order} already stands for another fulfilment with equal goods; the shipment of this one is looked for.`;
  return new SystemProblem({ kind: 'unknown-outcome', system: 'centra', operation: 'createShipment', sentence });
}
