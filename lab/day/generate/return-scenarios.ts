import type { Action, ActionOf } from '../feed/lines.js';
import { MINUTE } from './day-shape.js';
import type { SeededRandom } from './seeded-random.js';

type Line = ActionOf<'web.order'>['lines'][number];

/** The ways in which a web order comes back. */
export type ReturnScenario =
  | 'whole'
  /** One unit of one line. */
  | 'partial'
  /** All of its lines but the last. */
  | 'lines'
  /** Part of it can be sold again, part of it cannot. */
  | 'mixed'
  /** One unit now, the rest later and somewhere else. */
  | 'repeated'
  /** Without anything to show. */
  | 'blind'
  /** New goods are taken on the same receipt. */
  | 'exchange'
  /** First by post, and then over the counter of a till that could not look. */
  | 'post'
  /** More than was ever sold; the till could not look. */
  | 'beyond'
  /** The store sends the goods on to the warehouse. */
  | 'warehouse';

export interface ReturningOrder {
  readonly scenario: ReturnScenario;
  readonly order: ActionOf<'web.order'>;
  readonly location: string;
  /** Where the rest of a repeated return comes back. */
  readonly otherLocation: string;
  /** When the goods come back, epoch milliseconds; nobody brings what has not arrived, so it may become later. */
  readonly at: number;
  /** What is taken in exchange. */
  readonly exchange: readonly Line[];
  readonly random: SeededRandom;
}

/** How many refunds a way back makes. */
export const refundsOf = (scenario: ReturnScenario): number => (scenario === 'repeated' ? 2 : 1);

/** A second visit, and the parcel before a visit, are so far apart. */
const LATER = 20 * MINUTE;

/** What customers and tills do when a web order comes back. */
export function actionsOfReturn({
  scenario,
  order,
  location,
  otherLocation,
  at,
  exchange,
  random,
}: ReturningOrder): Action[] {
  const { lines } = order;
  const refund = (
    returnedLines: ActionOf<'pos.refund'>['lines'],
    more: Partial<ActionOf<'pos.refund'>> = {},
  ): Action => ({
    at: new Date(at).toISOString(),
    type: 'pos.refund',
    location,
    order: order.order,
    lines: returnedLines,
    condition: 'resellable',
    paidOut: true,
    ...more,
  });
  const later = new Date(at + LATER).toISOString();
  const someCondition = () => ({ condition: random.pick(['resellable', 'resellable', 'damaged'] as const) });
  switch (scenario) {
    case 'whole':
      return [refund(lines, someCondition())];
    case 'partial':
      return [refund(oneOf(lines), someCondition())];
    case 'lines':
      return [refund(lines.slice(0, -1))];
    case 'mixed':
      return [refund(mixed(lines))];
    case 'repeated':
      return [refund(oneOf(lines)), refund(restOf(lines), { at: later, location: otherLocation, ...someCondition() })];
    case 'blind':
      return [refund(lines, { blind: true })];
    case 'exchange':
      return [refund(oneOf(lines), { exchange: [...exchange] })];
    case 'post': {
      const sent = lines.map(({ sku, quantity }) => ({ sku, quantity }));
      const parcel: Action = { at: new Date(at).toISOString(), type: 'web.return', order: order.order, lines: sent };
      return [parcel, refund(lines, { at: later, unchecked: true })];
    }
    case 'beyond':
      return [
        refund(
          lines.map((line) => ({ ...line, quantity: line.quantity + 1 })),
          { unchecked: true },
        ),
      ];
    case 'warehouse':
      return [refund(lines, { goodsTo: 'warehouse' })];
  }
}

/** Whether an order can come back in this way. */
export function isReturnable(scenario: ReturnScenario, { lines }: ActionOf<'web.order'>): boolean {
  const units = lines.reduce((sum, line) => sum + line.quantity, 0);
  if (scenario === 'lines') return lines.length > 1;
  return units > 1 || !(scenario === 'mixed' || scenario === 'repeated' || scenario === 'partial');
}

const oneOf = (lines: readonly Line[]): Line[] => lines.slice(0, 1).map((line) => ({ ...line, quantity: 1 }));

const restOf = (lines: readonly Line[]): Line[] =>
  lines.flatMap((line, i) => (i > 0 ? [line] : line.quantity > 1 ? [{ ...line, quantity: line.quantity - 1 }] : []));

/** The first unit is damaged, the others are not. */
const mixed = (lines: readonly Line[]): ActionOf<'pos.refund'>['lines'] => [
  ...oneOf(lines).map((line) => ({ ...line, condition: 'damaged' as const })),
  ...restOf(lines),
];
