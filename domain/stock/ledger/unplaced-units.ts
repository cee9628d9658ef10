import type { OrderRef } from '../../order/order-ref.js';
import { keyOfOrder } from './held-position.js';

/** Units of an order of others that Centra has deducted, and of which nothing says where they left. */
export interface UnplacedUnits extends OrderRef {
  readonly sku: string;
  quantity: number;
  /**
   * Levels were compared since, because something fell that may have been them. What Centra lacks of them is put right by
   * that, so whatever a later reading says of their place must not put it right once more.
   */
  readonly isCompared: boolean;
  /** The order was placed then, epoch ms: what fell before was something else. */
  readonly placedAt: number;
  touched: boolean;
}

type Key = Pick<UnplacedUnits, 'origin' | 'number' | 'sku'>;

const keyOf = ({ sku, ...order }: Key): string => `${keyOfOrder(order)}\n${sku}`;

/** The unplaced units of the orders that one entry names. */
export class AllUnplaced {
  readonly #units: Map<string, UnplacedUnits>;

  constructor(units: readonly UnplacedUnits[] = []) {
    this.#units = new Map(units.map((one) => [keyOf(one), one]));
  }

  of(key: Key): UnplacedUnits | undefined {
    return this.#units.get(keyOf(key));
  }

  /** Units that stay with the comparison of levels, whatever a reading says of their place. */
  leftToComparison(key: Key): number {
    const known = this.of(key);
    return known?.isCompared ? known.quantity : 0;
  }

  set({ origin, number, sku }: Key, { quantity, placedAt }: Pick<UnplacedUnits, 'quantity' | 'placedAt'>): void {
    const known = this.of({ origin, number, sku });
    if ((known?.quantity ?? 0) === quantity) return;
    if (known) Object.assign(known, { quantity, touched: true });
    else {
      const added = { origin, number, sku, quantity, placedAt, isCompared: false, touched: true };
      this.#units.set(keyOf(added), added);
    }
  }

  /** SKUs of an order of which units are or were unplaced. */
  skusOf(order: OrderRef): string[] {
    return this.all().flatMap((one) => (keyOfOrder(one) === keyOfOrder(order) ? [one.sku] : []));
  }

  all(): UnplacedUnits[] {
    return [...this.#units.values()];
  }

  /** Those that must be written. */
  touched(): UnplacedUnits[] {
    return this.all().filter(({ touched }) => touched);
  }
}
