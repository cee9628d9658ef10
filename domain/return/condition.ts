import type { Brand } from '../brand.js';

/** Whether goods can be sold again. */
export type Condition = 'resellable' | 'damaged';

/**
 * The condition of goods as the till booked them: the brand names the return reasons (Sitoo `reasoncode-return`) that mean
 * damage. A person who inspects the goods may find otherwise.
 */
export const conditionOf = (reason: string | undefined, brand: Brand): Condition =>
  brand.returns.damagedReasons.includes(reason ?? '') ? 'damaged' : 'resellable';
