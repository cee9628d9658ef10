import type { Batch, BatchLine } from '../../../domain/stock/batch.js';
import type { SystemProblem } from '../../../systems/problem.js';
import { LocationRefused } from './location-refused.js';
import type { Why } from './stock-publisher.js';

/** So many single SKUs refused for the same reason, and nothing accepted, mean that the whole location is refused. */
const SINGLES_ALIKE = 3;

/** How a call fared: units of so many SKUs were accepted, or the counterpart rejected all of it. */
export type Sent = { readonly accepted: number } | { readonly rejected: SystemProblem };

/** What bisecting has others do. Each step is recorded before the next one begins. */
export interface BisectSteps {
  send(batch: Batch): Promise<Sent>;
  /** Lines that the counterpart cannot take as it is now, by SKU. */
  whyRefused(batch: Batch): Promise<ReadonlyMap<string, Why>>;
  /** Replaces a batch by batches of some of its lines. */
  split(batch: Batch, pieces: readonly (readonly BatchLine[])[]): Promise<Batch[]>;
  /** Settles a batch whose SKUs are all refused. */
  refuse(batch: Batch, problem: SystemProblem, reasons?: ReadonlyMap<string, Why>): Promise<void>;
  /** Settles a batch that is not sent: its lines wait again. */
  abandon(batch: Batch): Promise<void>;
}

/** Where a batch stands that was split: every line is in exactly one of these, or settled. */
interface Bisection {
  readonly toSend: Batch[];
  /** Rejected, and nobody says because of which SKUs. */
  readonly toSplit: Batch[];
  /** Single SKUs that were rejected although nobody says that anything is wrong with them. */
  readonly singles: Rejected[];
  anyAccepted: boolean;
}

interface Rejected {
  readonly batch: Batch;
  readonly problem: SystemProblem;
}

/**
 * Sends a batch so that every good SKU arrives, whatever others are bad. A rejection is due to single SKUs where the
 * counterpart names them or cannot take them as it is; they are taken out. Where nobody says which, the batch is halved until
 * the bad ones stand alone.
 * @throws LocationRefused when the first single SKUs are all rejected for the same reason and nothing was accepted; all lines wait again
 * @throws SystemProblem what `send` throws; lines that are not settled yet wait again
 */
export async function bisectRefused(whole: Batch, steps: BisectSteps): Promise<void> {
  const bisection: Bisection = { toSend: [whole], toSplit: [], singles: [], anyAccepted: false };
  try {
    for (;;) {
      const batch = bisection.toSend.shift();
      if (batch) await sendPiece(batch, bisection, steps);
      else if (!(await splitNext(bisection, steps))) break;
    }
  } catch (err) {
    const unsettled = [...bisection.toSend, ...bisection.toSplit, ...bisection.singles.map(({ batch }) => batch)];
    for (const batch of unsettled) await steps.abandon(batch);
    throw err;
  }
  for (const { batch, problem } of bisection.singles) await steps.refuse(batch, problem);
}

async function sendPiece(batch: Batch, bisection: Bisection, steps: BisectSteps): Promise<void> {
  const sent = await steps.send(batch);
  if ('rejected' in sent) await takeOutBad({ batch, problem: sent.rejected }, bisection, steps);
  else if (sent.accepted > 0) bisection.anyAccepted = true;
}

/** Halves the last batch that was rejected without a name. Both halves are sent before one is halved again: good SKUs arrive soon. */
async function splitNext({ toSend, toSplit }: Bisection, steps: BisectSteps): Promise<boolean> {
  const batch = toSplit.pop();
  if (!batch) return false;
  const middle = Math.ceil(batch.lines.length / 2);
  toSend.push(...(await steps.split(batch, [batch.lines.slice(0, middle), batch.lines.slice(middle)])));
  return true;
}

/** Refuses the SKUs that are known to be bad, and sends the others again. */
async function takeOutBad({ batch, problem }: Rejected, bisection: Bisection, steps: BisectSteps): Promise<void> {
  const { bad, good, reasons } = await partition({ batch, problem }, steps);
  if (bad.length === 0) {
    if (batch.lines.length > 1) bisection.toSplit.push(batch);
    else addSingle({ batch, problem }, bisection);
  } else if (good.length === 0) await steps.refuse(batch, problem, reasons);
  else {
    const [refused, rest] = await steps.split(batch, [bad, good]);
    if (refused === undefined || rest === undefined) throw new Error('A batch was not split in two: a bug.');
    await steps.refuse(refused, problem, reasons);
    bisection.toSend.unshift(rest);
  }
}

/** Bad lines are those that the counterpart names, or that it cannot take as it is now. */
async function partition({ batch, problem }: Rejected, { whyRefused }: Pick<BisectSteps, 'whyRefused'>) {
  const named = new Set(problem.items ?? []);
  const reasons = await whyRefused(batch);
  const isBad = batch.lines.map(({ sku }, i) => named.has(i) || reasons.has(sku));
  return {
    reasons,
    bad: batch.lines.filter((_, i) => isBad[i]),
    good: batch.lines.filter((_, i) => !isBad[i]),
  };
}

/** @throws LocationRefused when the first ones all say the same and nothing was accepted */
function addSingle(rejected: Rejected, { singles, anyAccepted }: Bisection): void {
  singles.push(rejected);
  const reasons = new Set(singles.map(reasonOf));
  if (!anyAccepted && singles.length === SINGLES_ALIKE && reasons.size === 1)
    throw new LocationRefused(rejected.batch.location, rejected.problem);
}

/** What a rejection says, apart from the SKU that it is about. */
const reasonOf = ({ batch, problem }: Rejected): string =>
  batch.lines.reduce((sentence, { sku }) => sentence.replaceAll(sku, ''), problem.message);
