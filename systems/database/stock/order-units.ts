/** SQL: what an order has to do with a position, as `OrderUnits`. */
export const ORDER_UNITS = 'origin, number, outstanding, picked, deducted_at_origin as "deductedAtOrigin"';

/** SQL: of orders that are alike at a position, what each of them has to do with it, as `Units`; to be grouped by {@link ALIKE}. */
export const UNITS_ALIKE =
  'origin, outstanding, picked, deducted_at_origin as "deductedAtOrigin", count(*)::integer as alike';
export const ALIKE = 'origin, outstanding, picked, deducted_at_origin';

/** SQL: `OrderUnits` as one JSON value. */
export const ORDER_UNITS_JSON = `jsonb_build_object('origin', origin, 'number', number, 'outstanding', outstanding,
  'picked', picked, 'deductedAtOrigin', deducted_at_origin)`;

/** SQL: whether others send the goods of the order, and whether the warehouse shows what it picks of it. */
export const OF_OTHERS = 'of_others as "ofOthers", picks_shown as "picksShown"';

/** SQL: the order is not settled at this position: it still wants units from here, or its origin has not deducted all that was picked. */
export const isUnsettled = (order: string): string =>
  `(${order}.outstanding <> 0 or ${order}.picked <> ${order}.deducted_at_origin)`;

/** SQL: a list of words of ours, such as causes of movements. */
export const inSql = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');
