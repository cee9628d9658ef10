import type { Batch } from '../../../domain/stock/batch.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { StockOutbox } from '../../../systems/database/stock-port.js';
import { LEAVES_WITHIN_MS, notSent } from '../../../systems/outgoing-change.js';
import { SystemProblem } from '../../../systems/problem.js';
import { checkpoint } from '../../checkpoint.js';
import { bisectRefused, type Sent } from './bisect-refused.js';
import type { StockPublisher } from './stock-publisher.js';

/** What publishing came to: figures that arrived, SKUs that were refused, calls that were made. */
export interface PublishCounts {
  readonly figures: number;
  readonly refused: number;
  readonly calls: number;
  /** How long a call whose answer was lost may still take effect, ms: its batch stays open until then. */
  readonly underWayMs?: number;
}

const NOTHING: PublishCounts = { figures: 0, refused: 0, calls: 0 };

export const addCounts = (a: PublishCounts, b: PublishCounts): PublishCounts => ({
  figures: a.figures + b.figures,
  refused: a.refused + b.refused,
  calls: a.calls + b.calls,
  ...shorter(a.underWayMs, b.underWayMs),
});

const shorter = (a = Number.POSITIVE_INFINITY, b = Number.POSITIVE_INFINITY) =>
  Number.isFinite(Math.min(a, b)) ? { underWayMs: Math.min(a, b) } : {};

/** A call without an answer is made again at most so often, where a repeat is harmless. */
const REPEATS = 3;

interface Needs {
  readonly outbox: Pick<StockOutbox, 'markSent' | 'settle' | 'split'>;
  readonly publisher: StockPublisher;
  readonly policy: StockPolicy;
  /** How long a call may take effect after it left, ms. */
  readonly endsWithinMs: number;
  /** Batches that were looked for while their call may still take effect: the next look is when it cannot any more. */
  readonly lookedFor: Set<number>;
}

/**
 * Publishes a batch and settles all its lines: the good SKUs arrive, the bad ones are refused.
 * @throws LocationRefused when the counterpart takes nothing of the location; all lines wait again
 * @throws SystemProblem when the counterpart could not be reached; the lines then wait again, or the batch stays open when its outcome is not known
 */
export async function publishBatch(batch: Batch, needs: Needs): Promise<PublishCounts> {
  const { outbox, publisher, policy } = needs;
  let total = NOTHING;
  await bisectRefused(batch, {
    async send(piece) {
      const { counts, ...sent } = await send(piece, needs);
      total = addCounts(total, counts);
      return sent;
    },
    whyRefused: (piece) => publisher.whyRefused(piece),
    split: (piece, pieces) => outbox.split(piece.id, pieces),
    async refuse({ id, lines }, { message: sentence }, reasons = new Map()) {
      const refused = lines.map(({ sku }) => ({ sku, sentence, ...reasons.get(sku) }));
      await outbox.settle(id, { state: 'done', refused }, policy);
      total = addCounts(total, { figures: 0, refused: lines.length, calls: 0 });
    },
    abandon: ({ id }) => outbox.settle(id, { state: 'not-sent' }, policy),
  });
  return total;
}

/** Finishes a batch that another process began and did not settle. */
export async function finishBatch(batch: Batch, needs: Needs): Promise<PublishCounts> {
  if (!batch.sent) {
    await needs.outbox.settle(batch.id, { state: 'not-sent' }, needs.policy);
    return NOTHING;
  }
  const underWayMs = msUnderWay(batch, needs);
  if (!needs.publisher.lookUp) return underWayMs > 0 ? { ...NOTHING, underWayMs } : publishBatch(batch, needs);
  if (underWayMs > 0 && needs.lookedFor.has(batch.id)) return { ...NOTHING, underWayMs };
  return settleByLookUp(batch, needs);
}

/** How long the call of a batch may still take effect, ms; 0 when it has ended. */
const msUnderWay = ({ sentAt, createdAt }: Batch, { endsWithinMs }: Needs): number =>
  Math.max(0, (sentAt ?? createdAt) + endsWithinMs - Date.now());

/**
 * Makes one call and settles its batch, unless all of it is rejected. A call without an answer is looked up, or repeated where
 * that is harmless. While it may still take effect its batch stays open, so that nothing newer is published in between: its
 * effect would be counted twice, or put an old level over a new one.
 */
async function send(batch: Batch, needs: Needs): Promise<Sent & { readonly counts: PublishCounts }> {
  const { outbox, publisher, policy } = needs;
  let takenOver = false;
  let sentAt = batch.createdAt;
  const isStillOurs = async (): Promise<boolean> => {
    const startedAt = Date.now();
    takenOver = !(await outbox.markSent(batch.id, batch.epoch));
    sentAt = Date.now();
    if (!takenOver && sentAt - startedAt > LEAVES_WITHIN_MS)
      throw notSent({ system: batch.target, operation: 'a stock change' }, 'this process was stopped right before');
    return !takenOver;
  };
  for (let attempt = 1; ; attempt += 1) {
    checkpoint();
    try {
      const { ref, refused } = await publisher.send(batch, isStillOurs);
      const accepted = batch.lines.length - refused.length;
      if (attempt > 1 && needs.endsWithinMs > 0)
        return { accepted, counts: { ...NOTHING, calls: attempt, underWayMs: needs.endsWithinMs } };
      await outbox.settle(batch.id, { state: 'done', refused, ...(ref === undefined ? {} : { ref }) }, policy);
      return { accepted, counts: { figures: accepted, refused: refused.length, calls: 1 } };
    } catch (err) {
      if (!(err instanceof SystemProblem)) throw err;
      if (err.kind === 'rejected') return { rejected: err, counts: { ...NOTHING, calls: 1 } };
      // Whoever took it over settles it.
      if (takenOver) throw err;
      if (!isOutcomeUnknown(err)) {
        await outbox.settle(batch.id, { state: 'not-sent' }, policy);
        throw err;
      }
      if (publisher.lookUp) {
        const counts = await settleByLookUp({ ...batch, sentAt }, needs);
        return { accepted: counts.figures, counts };
      }
      if (attempt === REPEATS) throw err;
    }
  }
}

/** Settles a batch of unknown outcome by what the counterpart shows: that there is nothing counts only once the call has ended. */
async function settleByLookUp(batch: Batch, needs: Needs): Promise<PublishCounts> {
  const { outbox, publisher, policy, lookedFor } = needs;
  // Measured before the look: what is seen afterwards is then final.
  const underWayMs = msUnderWay(batch, needs);
  const found = await publisher.lookUp?.(batch);
  if (!found && underWayMs > 0) {
    lookedFor.add(batch.id);
    return { ...NOTHING, calls: 1, underWayMs };
  }
  await outbox.settle(batch.id, found ? { state: 'done', ref: found.ref } : { state: 'not-sent' }, policy);
  lookedFor.delete(batch.id);
  return { figures: found ? batch.lines.length : 0, refused: 0, calls: 1 };
}

const isOutcomeUnknown = ({ kind }: SystemProblem): boolean =>
  kind === 'unknown-outcome' || kind === 'malformed-answer';
