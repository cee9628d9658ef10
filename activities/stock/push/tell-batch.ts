import type { StockPolicy } from '../../../domain/stock/policy.js';
import { SystemProblem } from '../../../systems/problem.js';
import type { Batch, StockBook } from '../../../systems/records/stock-port.js';
import type { Teller } from './teller.js';

export interface Told {
  readonly figures: number;
  readonly refused: number;
  readonly calls: number;
}

const NOTHING: Told = { figures: 0, refused: 0, calls: 0 };
/** A Sitoo call without an answer is simply made again, so often at most. */
const REPEATS = 3;

/**
 * Tells one batch, whatever becomes of it. A refusal concerns single items where the counterpart names them or does not know
 * their SKU; where nobody says which, the batch is tried by halves until the bad ones stand alone. The good ones arrive.
 * @throws SystemProblem when the counterpart could not be told at all; the batch then waits again, or stays open when its outcome is not known
 */
export function batchTeller(book: StockBook, teller: Teller, policy: StockPolicy) {
  async function attempt(batch: Batch): Promise<Told> {
    let takenOver = false;
    const lastLook = async (): Promise<boolean> => {
      const ours = await book.sending(batch.id, batch.epoch);
      takenOver = !ours;
      return ours;
    };
    for (let repeat = 1; ; repeat += 1) {
      try {
        const { ref, refused } = await teller.send(batch, lastLook);
        await book.settle(batch.id, { state: 'done', refused, ...(ref === undefined ? {} : { ref }) }, policy);
        return { figures: batch.lines.length - refused.length, refused: refused.length, calls: 1 };
      } catch (err) {
        if (!(err instanceof SystemProblem)) throw err;
        if (err.kind === 'rejected') return add(await sortOut(batch, err), { ...NOTHING, calls: 1 });
        // Whoever took it over settles it.
        if (takenOver) throw err;
        if (!outcomeUnknown(err)) {
          await book.settle(batch.id, { state: 'not-sent' }, policy);
          throw err;
        }
        if (teller.lookUp) return await resolve(batch);
        if (repeat === REPEATS) throw err;
      }
    }
  }

  /** Settles a batch of unknown outcome by what the counterpart shows. */
  async function resolve(batch: Batch): Promise<Told> {
    const found = await teller.lookUp?.(batch);
    await book.settle(batch.id, found ? { state: 'done', ref: found.ref } : { state: 'not-sent' }, policy);
    return { figures: found ? batch.lines.length : 0, refused: 0, calls: 1 };
  }

  async function sortOut(batch: Batch, problem: SystemProblem): Promise<Told> {
    const named = new Set(problem.items ?? []);
    const known = await teller.known(batch.lines.map((line) => line.sku));
    const isBad = (i: number): boolean => named.has(i) || !known.has(batch.lines[i]?.sku ?? '');
    const bad = batch.lines.filter((_, i) => isBad(i) || batch.lines.length === 1);
    const good = batch.lines.filter((line) => !bad.includes(line));
    if (bad.length === 0) {
      const middle = Math.ceil(batch.lines.length / 2);
      return tellAll(await book.split(batch.id, [batch.lines.slice(0, middle), batch.lines.slice(middle)]));
    }
    const sentence = problem.message;
    const refuse = (id: number) =>
      book.settle(id, { state: 'done', refused: bad.map(({ sku }) => ({ sku, sentence })) }, policy);
    if (good.length === 0) {
      await refuse(batch.id);
      return { figures: 0, refused: bad.length, calls: 0 };
    }
    const [refused, rest] = await book.split(batch.id, [bad, good]);
    if (refused === undefined || rest === undefined) throw new Error('a batch was not split in two');
    await refuse(refused.id);
    return add(await attempt(rest), { figures: 0, refused: bad.length, calls: 0 });
  }

  async function tellAll(batches: readonly Batch[]): Promise<Told> {
    let told = NOTHING;
    for (const batch of batches) told = add(told, await attempt(batch));
    return told;
  }

  return {
    tell: attempt,
    /** Finishes a batch that somebody else began and did not settle. */
    async finish(batch: Batch): Promise<Told> {
      if (!batch.sent) {
        await book.settle(batch.id, { state: 'not-sent' }, policy);
        return NOTHING;
      }
      return teller.lookUp ? resolve(batch) : attempt(batch);
    },
  };
}

const outcomeUnknown = ({ kind }: SystemProblem): boolean => kind === 'unknown-outcome' || kind === 'malformed-answer';

const add = (a: Told, b: Told): Told => ({
  figures: a.figures + b.figures,
  refused: a.refused + b.refused,
  calls: a.calls + b.calls,
});
