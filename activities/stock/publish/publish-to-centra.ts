import { heartbeat, sleep } from '@temporalio/activity';
import { scaled } from '../../../domain/brand.js';
import { locationsOf } from '../../../domain/locations.js';
import type { Batch } from '../../../domain/stock/batch.js';
import type { CentraPort } from '../../../systems/centra/port.js';
import { SystemProblem } from '../../../systems/problem.js';
import type { Dependencies } from '../../dependencies.js';
import type { StockPublisher } from './stock-publisher.js';

/** A change whose answer was lost may still be under way; it is looked for once more after this, ms. */
const STILL_UNDER_WAY_MS = 3_000;
/** Newest changes looked through: far more than a warehouse sees while one call is under way, and then as many as Centra shows. */
const CHANGES_LOOKED_THROUGH = [100, 200];
/** Centra's clock and ours may differ by as much, ms. */
const CLOCKS_DIFFER_MS = 60_000;
/** A call waits 10 s for its answer. Somebody whose batch was taken over may wait as long for one that had left already. */
const CALL_HAS_ENDED_MS = 13_000;
const LOOK_ALIVE_MS = 1_000;

export type CentraPublisherNeeds = Pick<Dependencies, 'brand'> & {
  readonly centra: Pick<CentraPort, 'allowances' | 'changeStock' | 'knownSkus' | 'stockChanges'>;
};

/** Tells Centra changes: `changeStock` adds or takes away, and knows no protection against a repeat. */
export function centraPublisher({ brand, centra }: CentraPublisherNeeds): StockPublisher {
  /** @throws SystemProblem when others made so many changes since that ours may be behind them */
  async function find({ location, reference, createdAt }: Batch): Promise<string | undefined> {
    for (const limit of CHANGES_LOOKED_THROUGH) {
      const changes = await centra.stockChanges([locationsOf(brand).get(location).centra], limit, 'stock');
      // That the description comes back as the comment is inferred; it may come with something around it.
      const found = changes.find((change) => change.comment.includes(reference));
      if (found) return String(found.id);
      const oldest = Math.min(...changes.map((change) => Date.parse(change.createdAt)));
      if (changes.length < limit || oldest < createdAt - CLOCKS_DIFFER_MS) return undefined;
    }
    throw new SystemProblem({
      kind: 'unknown-outcome',
      system: 'centra',
      operation: 'warehouses',
      sentence: `Whether Centra has the stock change "${reference}" at ${location} cannot be seen: others made too many changes there since.`,
    });
  }

  async function waitUntil(at: number): Promise<void> {
    for (let left = at - Date.now(); left > 0; left = at - Date.now()) {
      heartbeat();
      await sleep(Math.min(left, LOOK_ALIVE_MS));
    }
  }

  return {
    async send(batch, isStillOurs) {
      const { id, warned = [] } = await centra.changeStock({
        warehouse: locationsOf(brand).get(batch.location).centra,
        direction: batch.direction === 'in' ? 'in' : 'out',
        reference: batch.reference,
        lines: batch.lines,
        isStillOurs,
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
      const underWay = Date.now() + Math.max(300, scaled(brand, STILL_UNDER_WAY_MS));
      // Our own call has ended; that of whoever had the batch before us may not have.
      const ended = batch.sent ? (batch.sentAt ?? batch.createdAt) + CALL_HAS_ENDED_MS : 0;
      await waitUntil(Math.max(underWay, ended));
      const late = await find(batch);
      return late === undefined ? undefined : { ref: late };
    },

    known: (skus) => centra.knownSkus(skus),
    allowances: () => centra.allowances('stock'),
  };
}
