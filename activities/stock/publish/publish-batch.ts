import type { Batch, BatchLine } from '../../../domain/stock/batch.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { StockOutbox } from '../../../systems/database/stock-port.js';
import { SystemProblem } from '../../../systems/problem.js';
import { PositionsRefused } from './refused-position.js';
import type { StockPublisher } from './stock-publisher.js';

export interface PublishCounts {
  readonly figures: number;
  readonly refused: number;
  readonly calls: number;
}

const NOTHING: PublishCounts = { figures: 0, refused: 0, calls: 0 };
/** A Sitoo call without an answer is simply made again, so often at most. */
const REPEATS = 3;
/** So many single SKUs refused for the same reason, and nothing taken, mean that the place is refused. */
const ALONE_ALIKE = 3;

/**
 * Tells one batch, whatever becomes of it. A refusal concerns single items where the counterpart names them or does not know
 * their SKU; where nobody says which, the batch is tried by halves until the bad ones stand alone. The good ones arrive.
 * When the first that stand alone are all refused for the same reason and nothing was taken, the place is refused, and no SKU.
 * @throws PlaceRefused when nothing of the place is taken; everything waits again
 * @throws SystemProblem when the counterpart could not be told at all; the batch then waits again, or stays open when its outcome is not known
 */
export function batchPublisher(
  outbox: Pick<StockOutbox, 'markSent' | 'settle' | 'split'>,
  publisher: StockPublisher,
  policy: StockPolicy,
) {
  async function attempt(batch: Batch, family: Family): Promise<PublishCounts> {
    let takenOver = false;
    const isStillOurs = async (): Promise<boolean> => {
      const ours = await outbox.markSent(batch.id, batch.epoch);
      takenOver = !ours;
      return ours;
    };
    for (let repeat = 1; ; repeat += 1) {
      try {
        const { ref, refused } = await publisher.send(batch, isStillOurs);
        if (refused.length < batch.lines.length) family.accepted = true;
        await outbox.settle(batch.id, { state: 'done', refused, ...(ref === undefined ? {} : { ref }) }, policy);
        return { figures: batch.lines.length - refused.length, refused: refused.length, calls: 1 };
      } catch (err) {
        if (!(err instanceof SystemProblem)) throw err;
        if (err.kind === 'rejected') return add(await sortOut(batch, err, family), { ...NOTHING, calls: 1 });
        // Whoever took it over settles it.
        if (takenOver) throw err;
        if (!outcomeUnknown(err)) {
          await outbox.settle(batch.id, { state: 'not-sent' }, policy);
          throw err;
        }
        if (publisher.lookUp) return await resolve(batch);
        if (repeat === REPEATS) throw err;
      }
    }
  }

  /** Settles a batch of unknown outcome by what the counterpart shows. */
  async function resolve(batch: Batch): Promise<PublishCounts> {
    const found = await publisher.lookUp?.(batch);
    await outbox.settle(batch.id, found ? { state: 'done', ref: found.ref } : { state: 'not-sent' }, policy);
    return { figures: found ? batch.lines.length : 0, refused: 0, calls: 1 };
  }

  async function sortOut(batch: Batch, problem: SystemProblem, family: Family): Promise<PublishCounts> {
    const named = new Set(problem.items ?? []);
    const known = await publisher.known(batch.lines.map((line) => line.sku));
    const bad = batch.lines.filter((line, i) => named.has(i) || !known.has(line.sku));
    if (bad.length === 0) {
      if (batch.lines.length > 1) family.toHalve.push(batch);
      else standsAlone({ batch, problem }, family);
      return NOTHING;
    }
    const good = batch.lines.filter((line) => !bad.includes(line));
    if (good.length === 0) return refuse(batch, bad, problem);
    const [refused, rest] = await outbox.split(batch.id, [bad, good]);
    if (refused === undefined || rest === undefined) throw new Error('a batch was not split in two');
    return add(await refuse(refused, bad, problem), await attempt(rest, family));
  }

  async function refuse(
    batch: Batch,
    bad: readonly BatchLine[],
    { message: sentence }: SystemProblem,
  ): Promise<PublishCounts> {
    await outbox.settle(batch.id, { state: 'done', refused: bad.map(({ sku }) => ({ sku, sentence })) }, policy);
    return { figures: 0, refused: bad.length, calls: 0 };
  }

  async function publish(whole: Batch): Promise<PublishCounts> {
    const family: Family = { waiting: [whole], toHalve: [], alone: [], accepted: false };
    let published = NOTHING;
    try {
      for (;;) {
        const batch = family.waiting.shift();
        if (batch) {
          published = add(published, await attempt(batch, family));
          continue;
        }
        // Both halves are tried before one is halved again: what can be taken is soon taken.
        const refused = family.toHalve.pop();
        if (!refused) break;
        const middle = Math.ceil(refused.lines.length / 2);
        const halves = [refused.lines.slice(0, middle), refused.lines.slice(middle)];
        family.waiting.push(...(await outbox.split(refused.id, halves)));
      }
    } catch (err) {
      // None of these took effect.
      for (const { id } of [...family.waiting, ...family.toHalve, ...family.alone.map((one) => one.batch)])
        await outbox.settle(id, { state: 'not-sent' }, policy);
      throw err;
    }
    for (const { batch, problem } of family.alone)
      published = add(published, await refuse(batch, batch.lines, problem));
    return published;
  }

  return {
    publish,
    /** Finishes a batch that somebody else began and did not settle. */
    async finish(batch: Batch): Promise<PublishCounts> {
      if (!batch.sent) {
        await outbox.settle(batch.id, { state: 'not-sent' }, policy);
        return NOTHING;
      }
      return publisher.lookUp ? resolve(batch) : publish(batch);
    },
  };
}

/** A batch and what came out of it by splitting. */
interface Family {
  /** Not tried yet. */
  readonly waiting: Batch[];
  /** Refused, and nobody said what of it. */
  readonly toHalve: Batch[];
  /** Single SKUs that were refused although nobody said that anything is wrong with them. */
  readonly alone: Refused[];
  accepted: boolean;
}

interface Refused {
  readonly batch: Batch;
  readonly problem: SystemProblem;
}

/** @throws PlaceRefused when the first ones that stand alone say the same and nothing was taken */
function standsAlone(refused: Refused, { alone, accepted }: Family): void {
  alone.push(refused);
  const reasons = new Set(alone.map(reasonOf));
  if (!accepted && alone.length === ALONE_ALIKE && reasons.size === 1)
    throw new PositionsRefused(refused.batch.location, refused.problem);
}

/** What a refusal says, apart from the SKU that it is about. */
const reasonOf = ({ batch, problem }: Refused): string =>
  batch.lines.reduce((sentence, { sku }) => sentence.replaceAll(sku, ''), problem.message);

const outcomeUnknown = ({ kind }: SystemProblem): boolean => kind === 'unknown-outcome' || kind === 'malformed-answer';

const add = (a: PublishCounts, b: PublishCounts): PublishCounts => ({
  figures: a.figures + b.figures,
  refused: a.refused + b.refused,
  calls: a.calls + b.calls,
});
