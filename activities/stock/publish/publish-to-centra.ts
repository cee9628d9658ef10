import { idIn, locationsOf } from '../../../domain/locations.js';
import type { Batch } from '../../../domain/stock/batch.js';
import type { CentraPort } from '../../../systems/centra/port.js';
import type { Dependencies } from '../../dependencies.js';
import type { StockPublisher, Why } from './stock-publisher.js';

export type CentraPublisherNeeds = Pick<Dependencies, 'brand'> & {
  /** Reads the web shop's orders right away: one of them, perhaps unread, holds units that are gone. */
  readonly readOrders?: () => Promise<void>;
  readonly centra: Pick<CentraPort, 'allowances' | 'changeStock' | 'freeToAllocate' | 'knownSkus' | 'stockChangeNamed'>;
};

/** Publishes changes to Centra: `changeStock` adds or removes units, without protection against a repeat. */
export function centraPublisher({ brand, centra, readOrders }: CentraPublisherNeeds): StockPublisher {
  /** Centra refuses what it has no size for, and to take out units that its orders hold. */
  async function whyRefused({ location, direction, lines }: Batch): Promise<Map<string, Why>> {
    const reasons = new Map<string, Why>();
    if (lines.length === 0) return reasons;
    const skus = lines.map(({ sku }) => sku);
    const known = await centra.knownSkus(skus);
    const free =
      direction === 'out'
        ? await centra.freeToAllocate(
            idIn(locationsOf(brand).get(location), 'centra'),
            skus.filter((sku) => known.has(sku)),
          )
        : new Map<string, number>();
    for (const { sku, quantity } of lines) {
      const units = free.get(sku);
      if (!known.has(sku)) reasons.set(sku, { reason: 'no-product' });
      else if (units !== undefined && units < quantity)
        reasons.set(sku, { reason: 'allocated', accepts: Math.max(0, units) });
    }
    if ([...reasons.values()].some(({ reason }) => reason === 'allocated')) await readOrders?.();
    return reasons;
  }

  return {
    async send(batch, isStillOurs) {
      const { id, warned = [] } = await centra.changeStock({
        warehouse: idIn(locationsOf(brand).get(batch.location), 'centra'),
        direction: batch.direction === 'in' ? 'in' : 'out',
        reference: batch.reference,
        lines: batch.lines,
        isStillOurs,
      });
      // Whether Centra skips a line that it only warns about is not documented. We take it as skipped; reconciling finds a wrong guess.
      const skipped = warned.flatMap((i) => {
        const line = batch.lines[i];
        return line ? [line] : [];
      });
      const reasons = await whyRefused({ ...batch, lines: skipped });
      const sentence = 'Centra warned about it.';
      return { ref: id, refused: skipped.map(({ sku }) => ({ sku, sentence, ...reasons.get(sku) })) };
    },

    async lookUp({ location, reference }) {
      const ref = await centra.stockChangeNamed(idIn(locationsOf(brand).get(location), 'centra'), reference);
      return ref === undefined ? undefined : { ref };
    },

    whyRefused,
    allowances: () => centra.allowances('stock'),
  };
}
