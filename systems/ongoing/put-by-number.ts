import type { z } from 'zod';
import { SystemProblem } from '../problem.js';

/** What the warehouse system holds under a name of ours. */
interface Held {
  readonly ref: string;
  readonly lines: readonly unknown[];
}

/** Something to be put under a name of ours, and how to see what became of it. */
interface Put<H extends Held> {
  readonly operation: string;
  readonly name: string;
  /** Sends it; answers the id that the vendor gave it. */
  send(): Promise<H['ref'] | null | undefined>;
  held(): Promise<H | undefined>;
  /** The warehouse has begun with it, and not given it up. */
  isUnderWay(held: H): boolean;
  /** It has exactly the lines that we would send. */
  hasOurLines(held: H): boolean;
}

/**
 * Creates or overwrites by number, so a repeat is harmless. Once the warehouse has begun, the vendor refuses; when it works on
 * exactly our lines, they count as placed.
 * @throws SystemProblem `rejected` when it refuses for another reason
 */
export async function putByNumber<H extends Held>(put: Put<H>): Promise<{ ref: H['ref'] }> {
  const { operation, name } = put;
  try {
    const ref = await put.send();
    if (ref) return { ref };
  } catch (problem) {
    if (problem instanceof SystemProblem && problem.kind === 'rejected') return acceptIfSame(problem, put);
    throw problem;
  }
  // A success without an id was seen in the field. It promises nothing, so we look.
  const held = await put.held();
  if (held !== undefined && put.hasOurLines(held)) return { ref: held.ref };
  throw new SystemProblem({
    kind: 'unknown-outcome',
    system: 'wms',
    operation,
    sentence: `The warehouse system accepted ${name} without giving it an id, and does not show it yet.`,
  });
}

async function acceptIfSame<H extends Held>(refusal: SystemProblem, put: Put<H>): Promise<{ ref: H['ref'] }> {
  const held = await put.held();
  if (held === undefined || !put.isUnderWay(held)) throw refusal;
  if (put.hasOurLines(held)) return { ref: held.ref };
  if (held.lines.length > 0) throw refusal;
  throw new SystemProblem({
    kind: 'unreachable',
    system: 'wms',
    operation: put.operation,
    sentence: `The warehouse works on ${put.name}, but does not show its lines yet.`,
    cause: refusal,
  });
}

type Line = readonly [row: string, sku: string, quantity: number];

/** True when both have the same lines, in whatever order: row, article and quantity. */
export function sameLines(some: readonly Line[], others: readonly Line[]): boolean {
  const [ours, theirs] = [some, others].map((lines) => lines.map((line) => JSON.stringify(line)).sort());
  return JSON.stringify(ours) === JSON.stringify(theirs);
}

/**
 * A body as the vendor's contract has it.
 * @throws SystemProblem `rejected` when it cannot be written so, naming the fields, never their values
 */
export function inContract<T>(
  schema: z.ZodType<T>,
  body: unknown,
  { operation, whole, cannot }: { operation: string; whole: string; cannot: string },
): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || whole))];
  throw new SystemProblem({
    kind: 'rejected',
    system: 'wms',
    operation,
    sentence: `${cannot}: correct ${fields.slice(0, 5).join(', ')}.`,
  });
}
