import type { ListPlace } from './generated/list-places.js';
import { LIST_PLACES } from './generated/list-places.js';

/** Rows that Centra gives of a nested list when a document does not say how many. */
export const DEFAULT_ROWS = 20;
/** Most rows that Centra gives of a nested list at once. */
export const MOST_ROWS = 200;

/**
 * How Centra cuts a list inside an object, by its reference pages:
 * - `never`: it takes no limit, all rows come
 * - `when-asked`: a limit may be given; without one all rows come, so none is given
 * - `cut`: 20 rows come unless the document says how many, up to 200, so every document says it
 * - `unknown`: nobody could read which of these it is. What the endpoint says of itself decides ({@link ListLimits}).
 */
export type Cutting = 'never' | 'when-asked' | 'cut' | 'unknown';

/** Every nested list that our documents ask for. A test fails when one is missing here, or is asked for otherwise. */
export const NESTED_LISTS: Readonly<Record<string, Cutting>> = {
  'Order.attributes': 'never',
  'Attribute.elements': 'never',
  'Return.lines': 'never',
  'Return.refundPaymentHistory': 'never',
  'ReturnRefundPayload.paymentHistoryEntries': 'never',
  'ReleaseRemainingOrderAuthorizationPayload.paymentHistoryEntries': 'never',
  'ShipmentLine.allocations': 'when-asked',
  'Product.displays': 'when-asked',
  'Display.campaignVariants': 'cut',
  'Warehouse.stock': 'cut',
  'Warehouse.stockChanges': 'cut',
  'StockChange.lines': 'cut',
  'Order.lines': 'unknown',
  'Order.shipments': 'unknown',
  'Order.paymentHistory': 'unknown',
  'Shipment.lines': 'unknown',
  'OrderLine.allocations': 'unknown',
  'Product.variants': 'unknown',
  'ProductVariant.productSizes': 'unknown',
  'Display.prices': 'unknown',
  'Display.productVariants': 'unknown',
};

/** Those that it is not known of, as `Type.field`. */
export const UNKNOWN_LISTS: readonly string[] = Object.keys(NESTED_LISTS).filter(
  (list) => NESTED_LISTS[list] === 'unknown',
);

/**
 * Rows to ask for of a list whose endpoint takes a limit. Every row counts against the complexity budget, whether it is there
 * or not, and so does every row of a list within it. Hence `usual` is enough for what is usual; an object with more is read
 * again, alone, with `alone`, a page of its own lists after the other: short pages of those, and long lists in each of their rows,
 * which cannot be paged. An order of many lines is read whenever something happens to it.
 */
const ROWS: Readonly<Record<string, { readonly usual: number; readonly alone: number }>> = {
  'Order.lines': { usual: 20, alone: 20 },
  'Order.shipments': { usual: 4, alone: 4 },
  'Order.paymentHistory': { usual: 12, alone: 20 },
  'Shipment.lines': { usual: 20, alone: MOST_ROWS },
  'OrderLine.allocations': { usual: 4, alone: 50 },
  'Product.variants': { usual: 20, alone: 10 },
  'ProductVariant.productSizes': { usual: 20, alone: 100 },
  'Display.prices': { usual: 50, alone: MOST_ROWS },
  'Display.productVariants': { usual: 20, alone: 100 },
};

/** How much of its lists an object is read with: as much as is usual, or a page of each. */
export type Depth = 'usual' | { readonly page: number };

/** What an endpoint says of the lists of which nobody knows: `limited` takes a limit, `whole` takes none, `untold` says nothing. */
export type ListAnswer = 'limited' | 'whole' | 'untold';
export type ListAnswers = (list: string) => ListAnswer;

const lengthAt = (depth: Depth, list: string): number =>
  ROWS[list]?.[depth === 'usual' ? 'usual' : 'alone'] ?? DEFAULT_ROWS;

const isUnknown = ({ list }: ListPlace): boolean => NESTED_LISTS[list] === 'unknown';

/** The nested lists of a document, by the name of its operation. */
export const listsOf = (document: string): readonly ListPlace[] =>
  LIST_PLACES[/^\s*(?:query|mutation) (\w+)/.exec(document)?.[1] ?? ''] ?? [];

export const hasUnknownLists = (document: string): boolean => listsOf(document).some(isUnknown);

/** The document with a limit at every list that takes one, and at no other: a document with an argument that does not exist is refused. */
export function withLimits(document: string, answers: ListAnswers, depth: Depth): string {
  const places = new Map(listsOf(document).map((place) => [place.at, place]));
  return [...places.values()]
    .filter((place) => isUnknown(place) && answers(place.list) === 'limited')
    .sort((a, b) => b.at - a.at)
    .reduce((text, place) => {
      // Lists of the object itself are paged; those further down come in one piece or not at all.
      const page = depth !== 'usual' && isOfRow(place) ? `, page: ${depth.page}` : '';
      const limit = `limit: ${lengthAt(depth, place.list)}${page}`;
      return `${text.slice(0, place.at)}${place.hasArguments ? `, ${limit}` : `(${limit})`}${text.slice(place.at)}`;
    }, document);
}

/** Complexity of a row of a nested list that counts whether it is there or not: its fields, generously. */
const ROW_COMPLEXITY = 12;

/** What a row of an answer costs at most by the rows of its lists that are asked for, a field for a point of complexity. */
export function complexityOfRow(document: string, answers: ListAnswers, depth: Depth): number {
  const places = listsOf(document).filter((place) => isUnknown(place) && answers(place.list) === 'limited');
  const rowsAt = ({ path }: ListPlace): number =>
    places
      .filter((above) => above.path.every((name, level) => path[level] === name))
      .reduce((rows, { list }) => rows * lengthAt(depth, list), 1);
  return ROW_COMPLEXITY * (1 + places.reduce((sum, place) => sum + rowsAt(place), 0));
}

/** A list that may have been cut, and the row of the answer that it belongs to. */
export interface FullList {
  readonly list: string;
  readonly row: number;
  /** What follows can be asked for. */
  readonly isPaged: boolean;
}

/** Lists that came as long as Centra gives them: there may be more of them than we see. */
export function fullLists(
  document: string,
  data: unknown,
  { answers, depth }: { answers: ListAnswers; depth: Depth },
): FullList[] {
  const full: FullList[] = [];
  for (const place of listsOf(document)) {
    if (!isUnknown(place)) continue;
    const answer = answers(place.list);
    if (answer === 'whole') continue;
    const most = answer === 'limited' ? lengthAt(depth, place.list) : DEFAULT_ROWS;
    const isFull = answer === 'limited' ? (rows: number) => rows >= most : (rows: number) => rows === most;
    for (const { row, rows } of lengths(data, place.path))
      if (isFull(rows)) full.push({ list: place.list, row, isPaged: answer === 'limited' && isOfRow(place) });
  }
  return full;
}

/** `orders.lines` belongs to a row of the answer itself, `orders.shipments.lines` to something in it. */
const isOfRow = ({ path }: ListPlace): boolean => path.length === 2;

/** The lengths of all lists at a path of an answer, each with the row of the answer that it is in. */
function lengths(data: unknown, [root = '', ...path]: readonly string[]): { row: number; rows: number }[] {
  const answer = fieldOf(data, root);
  const rows = Array.isArray(answer) ? answer : [answer];
  return rows.flatMap((one, row) => lengthsIn(one, path).map((length) => ({ row, rows: length })));
}

function lengthsIn(value: unknown, path: readonly string[]): number[] {
  if (Array.isArray(value)) return path.length === 0 ? [value.length] : value.flatMap((one) => lengthsIn(one, path));
  const [name, ...below] = path;
  return name === undefined ? [] : lengthsIn(fieldOf(value, name), below);
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)).get(name) : undefined;
