import { type Brand, scaled } from '../../domain/brand.js';
import { type OrderNumber, parseId, type SitooOrderId } from '../../domain/ids.js';
import type { Origin } from '../../domain/names.js';
import { storeOrderOf, tillOrderNumber } from '../../domain/order/order-ref.js';
import type { Records } from '../../systems/database/port.js';
import { CURSORS } from './cursors.js';

/** Rounds of the timer after which every open order is read again, in case its event was lost. */
const ROUNDS_A_SWEEP = 5;
/** Orders of one piece: as many as one call takes. */
const PIECE = 100;

interface Place {
  /** When this sweep began, epoch ms. */
  readonly beganAt: number;
  readonly at: 'fulfilments' | 'orders' | 'end';
  /** The last row of the piece before, by its key. */
  readonly after?: { readonly origin: Origin; readonly number: OrderNumber; readonly fulfilment: number };
}

const asText = ({ beganAt, at, after }: Place): string =>
  [beganAt, at, ...(after ? [after.origin, after.number, after.fulfilment] : [])].join(' ');

function fromText(text: string | undefined): Place {
  const [beganAt, at, origin, number, fulfilment] = (text ?? '').split(' ');
  if (at !== 'fulfilments' && at !== 'orders') return { beganAt: Number(beganAt || 0), at: 'end' };
  const last = parseId<OrderNumber>(number);
  if (last === undefined) return { beganAt: Number(beganAt), at };
  const after = {
    origin: origin === 'sitoo' ? 'sitoo' : 'centra',
    number: last,
    fulfilment: Number(fulfilment),
  } as const;
  return { beganAt: Number(beganAt), at, after };
}

/** A piece of the sweep. */
export interface SweepPiece {
  readonly ids: readonly SitooOrderId[];
  /** Call when they were read: the next piece begins after this one. */
  done(): Promise<void>;
}

type Needs = { readonly brand: Brand; readonly records: Pick<Records, 'cursors' | 'orders'> };

/**
 * The next piece of the sweep over all fulfilments at stores and all waiting till orders; undefined when it is done and the
 * next is not due. It goes by the keys of the rows, so it takes as many calls as there are pieces, however long it lasts.
 */
export async function nextSweepPiece({ brand, records }: Needs): Promise<SweepPiece | undefined> {
  const everyMs = scaled(brand, brand.followEvery.sitoo) * ROUNDS_A_SWEEP;
  let from = fromText(await records.cursors.get(CURSORS.sitoo.sweep));
  if (from.at === 'end' && Date.now() - from.beganAt < everyMs) return undefined;
  if (from.at === 'end') from = { beganAt: Date.now(), at: 'fulfilments' };
  const save = (next: Place): Promise<void> => records.cursors.set(CURSORS.sitoo.sweep, asText(next));
  const { ids, next } = await (from.at === 'fulfilments'
    ? fulfilmentsAfter(records, from)
    : ordersAfter(records, from));
  return { ids, done: () => save(next) };
}

type Found = { readonly ids: SitooOrderId[]; readonly next: Place };

async function fulfilmentsAfter({ orders }: Needs['records'], { beganAt, after }: Place): Promise<Found> {
  const key = after && { origin: after.origin, orderNumber: after.number, fulfilment: after.fulfilment };
  const rows = await orders.openFulfilments('sitoo', { after: key, limit: PIECE });
  const last = rows.at(-1);
  const next: Place =
    rows.length === PIECE && last
      ? {
          beganAt,
          at: 'fulfilments',
          after: { origin: last.origin, number: last.orderNumber, fulfilment: last.fulfilment },
        }
      : { beganAt, at: 'orders' };
  return { ids: rows.map(storeOrderOf), next };
}

async function ordersAfter({ orders }: Needs['records'], { beganAt, after }: Place): Promise<Found> {
  const rows = await orders.openOrders('sitoo', { after, limit: PIECE });
  const last = rows.at(-1);
  const next: Place =
    rows.length === PIECE && last
      ? { beganAt, at: 'orders', after: { origin: last.origin, number: last.number, fulfilment: 0 } }
      : { beganAt, at: 'end' };
  return { ids: rows.map(tillOrderNumber), next };
}
