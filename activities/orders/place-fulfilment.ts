import { locationsOf } from '../../domain/locations.js';
import { attribute } from '../../domain/order/facts-from-web.js';
import { type FulfilmentIdentity, nameOf, systemOf } from '../../domain/order/fulfilment-identity.js';
import { isMisnumbered, type KnownFulfilment, type NumberedFulfilment } from '../../domain/order/fulfilment-number.js';
import type { Corrections } from '../../domain/order/settings.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import { posOrderToWarehouse } from '../../domain/order/transfer/pos-order-to-warehouse.js';
import { webOrderToStore } from '../../domain/order/transfer/web-order-to-store.js';
import { webOrderToWarehouse } from '../../domain/order/transfer/web-order-to-warehouse.js';
import { unitsOfWebOrder } from '../../domain/stock/units-of-orders.js';
import type { FulfilmentRow } from '../../systems/database/port.js';
import { SystemProblem } from '../../systems/problem.js';
import type { OrderReading } from '../../workflows/messages.js';
import type { Dependencies } from '../dependencies.js';
import { runOnce } from '../idempotent.js';
import type { StockRecorder } from '../stock/ingest/ledger.js';
import type { OrderReader } from './read-order.js';
import type { OriginReader } from './read-origin.js';

export interface PlaceFulfilment extends FulfilmentIdentity {
  readonly brand: string;
  readonly lines: readonly LineUnits[];
  readonly corrections: Corrections;
  /** All fulfilments of the order that it knows of. */
  readonly planned: readonly NumberedFulfilment[];
  /** Revision of the facts that were checked; anything newer is checked again first. */
  readonly checkedRevision: string;
}

/** What came of it: placed, the order as it is now because it changed, or all fulfilments because the number is not the part's own. */
export type Placing =
  | { readonly ref: string }
  | { readonly changed: OrderReading }
  | { readonly misnumbered: readonly KnownFulfilment[] };

type Needs = Pick<Dependencies, 'brand' | 'sitoo' | 'wms' | 'records'>;

/** Places a fulfilment at its store or warehouse once, under its own name, unless the order changed since it was checked. */
export function fulfilmentPlacer(
  { brand, sitoo, wms, records }: Needs,
  origin: OriginReader,
  reader: OrderReader,
  ledger: StockRecorder,
) {
  /** What an earlier attempt placed under this name; undefined when there certainly is nothing. */
  async function findPlaced(input: PlaceFulfilment): Promise<{ ref: string } | undefined> {
    if (input.kind === 'warehouse') {
      const order = await wms.order(nameOf(input));
      return order && { ref: order.ref };
    }
    const order = await sitoo.orderByExternalId(nameOf(input));
    return order && { ref: String(order.orderId) };
  }

  async function readAndPlace(input: PlaceFulfilment, fulfilments: readonly FulfilmentRow[]): Promise<Placing> {
    const location = locationsOf(brand).get(input.location);
    const { fulfilment, lines, corrections } = input;
    const readAt = Date.now();
    if (input.origin === 'sitoo') {
      const order = await origin.pos(input.number);
      const [reading] = await reader.posReadings([order], readAt, corrections);
      if (reading && reading.facts.revision !== input.checkedRevision) return { changed: reading };
      const courier = corrections.courier ?? reading?.facts.courier ?? '';
      return wms.placeOrder(posOrderToWarehouse({ order, fulfilment, lines, location, brand, courier, corrections }));
    }
    const order = await origin.web(input.number);
    const [reading] = await reader.webReadings([order], readAt, corrections);
    if (reading && reading.facts.revision !== input.checkedRevision) return { changed: reading };
    const courier = reading?.facts.courier ?? '';
    const giftMessage =
      corrections.giftMessage ??
      (corrections.giftMessageRef ? await records.notes.read(corrections.giftMessageRef) : undefined) ??
      attribute(order.attributes, brand.gift.message);
    const transfer = {
      order,
      fulfilment,
      lines,
      location,
      brand,
      courier,
      corrections,
      ...(giftMessage ? { giftMessage } : {}),
    };
    if (input.kind === 'warehouse') return wms.placeOrder(webOrderToWarehouse(transfer));
    // Before the store can hand anything over: by this the ledger tells a web order's delivery from a sale.
    await ledger.record({ orders: [unitsOfWebOrder(order, fulfilments, { brand, readAt })] });
    try {
      return { ref: String(await sitoo.placeOrder(webOrderToStore(transfer, Date.now()))) };
    } catch (err) {
      // A name that is taken is ours: another attempt got there between our look and our call.
      const found = err instanceof SystemProblem && err.kind === 'rejected' ? await findPlaced(input) : undefined;
      if (found) return found;
      throw err;
    }
  }

  return async (input: PlaceFulfilment): Promise<Placing> => {
    const fulfilments = await records.orders.fulfilments(input.origin, input.number);
    const known = fulfilments.map(({ fulfilment, location, stage }) => ({
      fulfilment,
      location,
      takenBack: stage === 'cancelled',
    }));
    if (isMisnumbered(input, input.planned, known)) return { misnumbered: known };
    return runOnce<Placing>(records.intents, {
      key: `place/${input.brand}/${nameOf(input)}`,
      system: systemOf(input),
      // Looked for before the order is read again: what was placed stays placed, also when the order changed since.
      lookUp: () => findPlaced(input),
      act: () => readAndPlace(input, fulfilments),
    });
  };
}
