import { heartbeat, sleep } from '@temporalio/activity';
import { paced } from '../../../config/brand.js';
import type { Batch } from '../../../systems/records/stock-port.js';
import type { Dependencies } from '../../dependencies.js';
import { locationOf } from '../../dependencies.js';
import type { Teller } from './teller.js';

/** A change whose answer was lost may still be under way; it is looked for once more after this, ms. */
const STILL_UNDER_WAY_MS = 3_000;
/** Far more changes than a warehouse sees while one call is under way. */
const CHANGES_LOOKED_THROUGH = 100;

/** Tells Centra changes: `changeStock` adds or takes away, and knows no protection against a repeat. */
export function centraTeller({ brand, centra }: Pick<Dependencies, 'brand' | 'centra'>): Teller {
  async function find({ location, reference }: Batch): Promise<string | undefined> {
    const changes = await centra.stockChanges([locationOf(brand, location).centra], CHANGES_LOOKED_THROUGH, 'stock');
    // That the description comes back as the comment is inferred; it may come with something around it.
    const found = changes.find((change) => change.comment.includes(reference));
    return found && String(found.id);
  }

  return {
    async send(batch, lastLook) {
      const { id, warned = [] } = await centra.changeStock({
        warehouse: locationOf(brand, batch.location).centra,
        direction: batch.direction === 'in' ? 'in' : 'out',
        reference: batch.reference,
        lines: batch.lines,
        lastLook,
      });
      // Whether Centra skips a line that it only warns about is not documented. Taken as skipped, a wrong guess is found by comparing.
      const refused = warned.flatMap((i) => {
        const line = batch.lines[i];
        return line ? [{ sku: line.sku, sentence: 'Centra warned about it.' }] : [];
      });
      return { ref: String(id), refused };
    },

    async lookUp(batch) {
      const ref = await find(batch);
      if (ref !== undefined) return { ref };
      heartbeat();
      await sleep(Math.max(300, paced(brand, STILL_UNDER_WAY_MS)));
      const late = await find(batch);
      return late === undefined ? undefined : { ref: late };
    },

    known: (skus) => centra.knownSkus(skus),
    allowances: () => centra.allowances('stock'),
  };
}
