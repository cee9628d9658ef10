import { attribute } from '../../domain/order/facts-from-web.js';
import { nameOf, type PartIdentity, systemOf } from '../../domain/order/fulfilment-identity.js';
import { isMisnumbered, type KnownPart, type NumberedPart } from '../../domain/order/fulfilment-number.js';
import type { Corrections } from '../../domain/order/settings.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import { posOrderToWarehouse } from '../../domain/order/transfer/pos-order-to-warehouse.js';
import { toSitooOrder } from '../../domain/order/transfer/web-order-to-sitoo.js';
import { webOrderToWarehouse } from '../../domain/order/transfer/web-order-to-warehouse.js';
import { unitsOfWebOrder } from '../../domain/stock/units-of-orders.js';
import type { PartRow } from '../../systems/database/port.js';
import { SystemProblem } from '../../systems/problem.js';
import type { OrderReading } from '../../workflows/messages.js';
import { type Dependencies, locationOf } from '../dependencies.js';
import { once } from '../idempotent.js';
import type { StockLedger } from '../stock/ingest/ledger.js';
import type { OrderReader } from './read-order.js';
import type { OriginReader } from './read-origin.js';

export interface PlacePart extends PartIdentity {
  readonly brand: string;
  readonly lines: readonly LineUnits[];
  readonly corrections: Corrections;
  /** All parts of the order that it knows of. */
  readonly planned: readonly NumberedPart[];
  /** Revision of the facts that were checked; anything newer is checked again first. */
  readonly checkedRevision: string;
}

/** What came of it: placed, the order as it is now because it changed, or all parts because the number is not the part's own. */
export type Placing =
  | { readonly ref: string }
  | { readonly changed: OrderReading }
  | { readonly misnumbered: readonly KnownPart[] };

type Needs = Pick<Dependencies, 'brand' | 'sitoo' | 'wms' | 'records'>;

/** Places a part at its store or warehouse once, under its own name, unless the order changed since it was checked. */
export function partPlacer(
  { brand, sitoo, wms, records }: Needs,
  origin: OriginReader,
  reader: OrderReader,
  ledger: StockLedger,
) {
  /** What an earlier attempt placed under this name; undefined when there certainly is nothing. */
  async function findPlaced(input: PlacePart): Promise<{ ref: string } | undefined> {
    if (input.kind === 'warehouse') {
      const order = await wms.order(nameOf(input));
      return order && { ref: order.ref };
    }
    const order = await sitoo.orderByExternalId(nameOf(input));
    return order && { ref: String(order.orderId) };
  }

  async function readAndPlace(input: PlacePart, parts: readonly PartRow[]): Promise<Placing> {
    const location = locationOf(brand, input.location);
    const { part, lines, corrections } = input;
    const readAt = Date.now();
    if (input.origin === 'sitoo') {
      const order = await origin.pos(input.number);
      const [reading] = await reader.posReadings([order], readAt, corrections);
      if (reading && reading.facts.revision !== input.checkedRevision) return { changed: reading };
      const courier = corrections.courier ?? reading?.facts.courier ?? '';
      return wms.placeOrder(posOrderToWarehouse({ order, part, lines, location, brand, courier, corrections }));
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
      part,
      lines,
      location,
      brand,
      courier,
      corrections,
      ...(giftMessage ? { giftMessage } : {}),
    };
    if (input.kind === 'warehouse') return wms.placeOrder(webOrderToWarehouse(transfer));
    // Before the store can hand anything over: by this the ledger tells a web order's delivery from a sale.
    await ledger.book({ orders: [unitsOfWebOrder(order, parts, { brand, readAt })] });
    try {
      return { ref: String(await sitoo.placeOrder(toSitooOrder(transfer, Date.now()))) };
    } catch (err) {
      // A name that is taken is ours: another attempt got there between our look and our call.
      const found = err instanceof SystemProblem && err.kind === 'rejected' ? await findPlaced(input) : undefined;
      if (found) return found;
      throw err;
    }
  }

  return async (input: PlacePart): Promise<Placing> => {
    const parts = await records.orders.parts(input.origin, input.number);
    const known = parts.map(({ part, location, stage }) => ({ part, location, takenBack: stage === 'cancelled' }));
    if (isMisnumbered(input, input.planned, known)) return { misnumbered: known };
    return once<Placing>(records.intents, `place/${input.brand}/${nameOf(input)}`, systemOf(input), {
      // Looked for before the order is read again: what was placed stays placed, also when the order changed since.
      look: () => findPlaced(input),
      act: () => readAndPlace(input, parts),
    });
  };
}
