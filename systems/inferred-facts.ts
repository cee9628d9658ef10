import { z } from 'zod';

/**
 * Something about a counterpart that nobody could read in its documentation. Each reading is played by the simulators and
 * through a story of its own (`test/contract/inferred-facts.test.ts`); `docs/inferred-facts.md` is made of the tables.
 */
export interface InferredFact<Reading extends string = string> {
  /** What is not documented, as half a sentence: "whether ...". */
  readonly question: string;
  /** Every reading, with what it means. */
  readonly readings: Readonly<Record<Reading, string>>;
  /** The likelier one: a new simulated world has it. */
  readonly usual: NoInfer<Reading>;
  /** Where the likelier reading comes from. */
  readonly source: string;
  readonly probe: Telling<NoInfer<Reading>> | CannotTell;
}

/** How `onepool doctor --contract` answers a question, from what it reads anyway. */
interface Telling<Reading extends string> {
  readonly how: string;
  /** The reading that the samples prove; undefined when they hold nothing that decides it. */
  readonly tell: (seen: Seen) => Reading | undefined;
}

/** Why the question cannot be answered by reading alone. */
interface CannotTell {
  readonly cannotTell: string;
}

/** What a probe has read of one counterpart. */
export interface Seen {
  /** The answers to an operation, as they came. */
  answers(operation: string): readonly unknown[];
  /** Lists that are cut unless a limit is given, as `Type.field`; undefined when the schema could not be read. */
  readonly cutLists?: ReadonlySet<string>;
}

export type InferredFacts = Readonly<Record<string, InferredFact>>;

/** A reading for each fact of a table. */
export type ReadingsOf<Facts extends InferredFacts> = { [Fact in keyof Facts]: keyof Facts[Fact]['readings'] & string };

/** Lets the compiler check a fact's usual reading, and what its probe says, against its readings. */
export const inferredFact = <const Reading extends string>(fact: InferredFact<Reading>): InferredFact<Reading> => fact;

export const factsOf = <Facts extends InferredFacts>(facts: Facts): readonly (keyof Facts & string)[] =>
  Object.keys(facts) as (keyof Facts & string)[];

/** The usual readings: those of a new simulated world. */
export function usualReadings<Facts extends InferredFacts>(facts: Facts): ReadingsOf<Facts> {
  const usual = Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fact.usual]));
  if (!hasReadings(facts, usual) || !isComplete(facts, usual)) throw new RangeError('a usual reading is none');
  return usual;
}

/** Takes some readings of a table, and nothing that it does not have. */
export const readingsSchema = <Facts extends InferredFacts>(facts: Facts): z.ZodType<Partial<ReadingsOf<Facts>>> =>
  z.custom<Partial<ReadingsOf<Facts>>>((given) => hasReadings(facts, given), {
    error: `takes readings of ${Object.keys(facts).join(', ')}`,
  });

function hasReadings<Facts extends InferredFacts>(facts: Facts, given: unknown): given is Partial<ReadingsOf<Facts>> {
  if (typeof given !== 'object' || given === null) return false;
  return Object.entries(given).every(
    ([name, reading]) => typeof reading === 'string' && Object.hasOwn(facts[name]?.readings ?? {}, reading),
  );
}

const isComplete = <Facts extends InferredFacts>(
  facts: Facts,
  given: Partial<ReadingsOf<Facts>>,
): given is ReadingsOf<Facts> => factsOf(facts).every((name) => given[name] !== undefined);

/** What the first row says that decides it. */
export function decide<T, R>(rows: readonly T[], of: (row: T) => R | undefined): R | undefined {
  for (const row of rows) {
    const reading = of(row);
    if (reading !== undefined) return reading;
  }
  return undefined;
}
