import type { StockPolicy } from '../policy.js';
import { recalculateAll, setPublished } from './figures.js';
import type { HeldPositions } from './held-position.js';
import { type HeldPosition, keyOf, type OrderAtPosition, orderAt, positionAt, setUnits } from './held-position.js';
import type { NewMovement } from './record-entry.js';
import type { OrderReadingUnits, StockEntry, TransferRow } from './stock-entry.js';

/** A size of the web shop that got another SKU. */
export interface Rename {
  readonly former: string;
  readonly sku: string;
}

/**
 * Carries everything that is known of a SKU over to its new name: units, what orders want, what was published. The web shop
 * has carried over its own stock with the size, so nothing is published for it. @returns two movements a location: out of the
 * former name, into the new one
 */
export function carryOver(
  positions: HeldPositions,
  { former, sku }: Rename,
  { policy, atMs }: { policy: StockPolicy; atMs: number },
): NewMovement[] {
  const renamed = [...positions.values()].filter((position) => position.sku === former);
  const movements = renamed.flatMap((from) => carryPosition(from, positionAt(positions, { ...from, sku }), atMs));
  recalculateAll(positions, policy);
  // Under its former name nothing must be published any more: what a counterpart still calls so is the same product.
  for (const from of renamed) for (const [target, { wanted }] of from.targets) setPublished(from, target, wanted);
  recalculateAll(positions, policy);
  return movements;
}

function carryPosition(from: HeldPosition, to: HeldPosition, atMs: number): NewMovement[] {
  const quantity = from.physical;
  const centra = from.targets.get('centra')?.published ?? 0;
  to.physical += from.physical;
  to.unitsForCentra += from.unitsForCentra;
  to.drift += from.drift;
  to.reading = Math.max(to.reading, from.reading);
  to.targets.set('centra', {
    ...(to.targets.get('centra') ?? NOTHING),
    published: (to.targets.get('centra')?.published ?? 0) + centra,
    changed: true,
  });
  // Which level a counterpart shows under which name is not known: it is set once more.
  setPublished(to, 'sitoo', null);
  Object.assign(from, { physical: 0, unitsForCentra: 0, drift: 0 });
  setPublished(from, 'centra', 0);
  for (const order of [...from.orders.values()]) {
    setUnits(to, order, added(orderAt(to, order), order));
    setUnits(from, order, { outstanding: 0, picked: 0, deductedAtOrigin: 0 });
  }
  for (const position of [from, to]) Object.assign(position, { touched: true, changed: true });
  if (quantity === 0) return [];
  const movement = (at: HeldPosition, units: number): NewMovement => ({
    system: 'centra',
    reference: `renamed ${at.location} ${from.sku} ${to.sku} ${atMs} ${units > 0 ? 'in' : 'out'}`,
    location: at.location,
    sku: at.sku,
    quantity: units,
    cause: 'sku-renamed',
    happenedAt: atMs,
    physicalAfter: at.physical,
  });
  return [movement(from, -quantity), movement(to, quantity)];
}

const NOTHING = { wanted: 0, refused: null, refusal: null, urgency: 0, pending: false } as const;

const added = (one: OrderAtPosition, other: OrderAtPosition) => ({
  ofOthers: one.ofOthers || other.ofOthers,
  picksShown: one.picksShown || other.picksShown,
  outstanding: one.outstanding + other.outstanding,
  picked: one.picked + other.picked,
  deductedAtOrigin: one.deductedAtOrigin + other.deductedAtOrigin,
});

/** The names of a product that had to give up its SKU: the present one, and all that counterparts may still use, the present one included. */
export interface NameFamily {
  readonly sku: string;
  readonly names: readonly string[];
}

/** By any name of a product, its present one. */
export const presentNamesIn = (families: readonly NameFamily[]): ReadonlyMap<string, string> =>
  new Map(families.flatMap(({ sku, names }) => names.map((name) => [name, sku])));

/** Names of the products in a reading that the reading does not list: what lies under them belongs to the same products. */
export const namesLeftOut = (families: readonly NameFamily[], listed: ReadonlySet<string>): string[] => [
  ...new Set(
    families
      .filter(({ names }) => names.some((name) => listed.has(name)))
      .flatMap(({ names }) => names.filter((name) => !listed.has(name))),
  ),
];

/**
 * An entry with the present names of its SKUs. Counterparts may go on using a former one; levels under all names add up. A
 * reading that lists only some of the names of a product says nothing of its level, and leaves it as it is.
 */
export function underPresentNames(entry: StockEntry, families: readonly NameFamily[]): StockEntry {
  if (families.length === 0) return entry;
  const present = presentNamesIn(families);
  const named = <Row extends { readonly sku: string }>(row: Row): Row => ({
    ...row,
    sku: present.get(row.sku) ?? row.sku,
  });
  const { movements, levels, picks, orders, transfers } = entry;
  return {
    ...entry,
    ...(movements && { movements: movements.map(named) }),
    ...(levels && { levels: { ...levels, rows: addedUp(wholeReadings(levels.rows, families).map(named)) } }),
    ...(picks && { picks: { ...picks, rows: picks.rows.map(named) } }),
    ...(orders && { orders: orders.map((order) => orderUnder(order, named)) }),
    ...(transfers && { transfers: addedUpByRow(transfers.map(named)) }),
  };
}

/** Levels without those of products of which not every name is listed at the location. */
function wholeReadings(rows: LevelRows, families: readonly NameFamily[]): LevelRows {
  const familyOf = new Map(families.flatMap((family) => family.names.map((name) => [name, family])));
  const listed = new Set(rows.map(keyOf));
  return rows.filter(
    ({ location, sku }) => familyOf.get(sku)?.names.every((name) => listed.has(keyOf({ location, sku: name }))) ?? true,
  );
}

function orderUnder(
  { unlocated, ...order }: OrderReadingUnits,
  named: <Row extends { readonly sku: string }>(row: Row) => Row,
): OrderReadingUnits {
  return { ...order, units: order.units.map(named), ...(unlocated && { unlocated: unlocated.map(named) }) };
}

type LevelRows = NonNullable<StockEntry['levels']>['rows'];

function addedUp(rows: LevelRows): LevelRows {
  const sums = new Map<string, LevelRows[number]>();
  for (const row of rows) {
    const known = sums.get(keyOf(row));
    sums.set(keyOf(row), known ? { ...row, physical: row.physical + known.physical } : row);
  }
  return [...sums.values()];
}

/** A row of the journal that names a product by two of its names says one thing of it. */
function addedUpByRow(transfers: readonly TransferRow[]): TransferRow[] {
  const sums = new Map<string, TransferRow>();
  for (const transfer of transfers) {
    const name = `${transfer.row} ${transfer.sku}`;
    sums.set(name, { ...transfer, quantity: transfer.quantity + (sums.get(name)?.quantity ?? 0) });
  }
  return [...sums.values()];
}

/** SKUs that an entry names. */
export const skusOf = ({ movements = [], levels, picks, orders = [], transfers = [] }: StockEntry): string[] => [
  ...new Set(
    [
      ...movements,
      ...(levels?.rows ?? []),
      ...(picks?.rows ?? []),
      ...transfers,
      ...orders.flatMap(({ units, unlocated = [] }) => [...units, ...unlocated]),
    ].map(({ sku }) => sku),
  ),
];
