import { buildClientSchema, buildSchema, type GraphQLSchema, type IntrospectionQuery, printSchema } from 'graphql';
import type { WarehouseSettings } from '../../domain/brand.js';
import type { System } from '../../domain/names.js';
import { watchAnswers } from '../../systems/answers-seen.js';
import { SCHEMA } from '../../systems/centra/generated/schema.js';
import { CENTRA_FACTS } from '../../systems/centra/inferred-facts.js';
import type { CentraPort } from '../../systems/centra/port.js';
import type { Systems } from '../../systems/connect.js';
import type { InferredFact, InferredFacts, Seen } from '../../systems/inferred-facts.js';
import { SITOO_FACTS } from '../../systems/sitoo/inferred-facts.js';
import { warehouseOf } from '../../systems/warehouse-kinds.js';
import { Attempts, type FailedRead } from './attempts.js';
import { sentDocuments } from './centra-calls.js';
import { compareSchemas, cutListsOf, type SchemaDifference } from './compare-schemas.js';
import { type FieldSeen, FieldsOfAnswers } from './fields-of-answers.js';
import { readEverything, readsOf } from './read-everything.js';

/** Answers of one operation that are kept, for the questions that samples answer. */
const ANSWERS_KEPT = 20;

/** What the contracts leave open, by the kind of warehouse that the brand has. */
export const factsOf = (warehouse: Pick<WarehouseSettings, 'kind'>): Readonly<Record<System, InferredFacts>> => ({
  centra: CENTRA_FACTS,
  sitoo: SITOO_FACTS,
  wms: warehouseOf(warehouse).facts,
});

/** What a fact's samples say; without a reading they say nothing. */
export interface AnsweredFact {
  readonly system: System;
  readonly name: string;
  readonly fact: InferredFact;
  readonly reading?: string;
}

/** What the contracts of the counterparts are, as far as reading shows it. */
export interface Probed {
  readonly differences: readonly SchemaDifference[];
  readonly failed: readonly FailedRead[];
  readonly fields: readonly FieldSeen[];
  readonly facts: readonly AnsweredFact[];
  /** The live schema of Centra; undefined when it could not be read. */
  readonly schema?: string;
}

/** The steps of a probe of these systems: every read, and the schema. */
export const stepsOf = (systems: ReadonlySet<System>): number => readsOf(systems) + (systems.has('centra') ? 1 : 0);

/**
 * Reads what the counterparts really are: the schema of Centra, and one page of everything that we read. Nothing is written.
 * Calls go through the limiters that all processes share.
 * @param options.done called after each step, with how many are done out of {@link stepsOf}
 */
export async function probeContracts(
  systems: Pick<Systems, System>,
  options: {
    readonly facts: Readonly<Record<System, InferredFacts>>;
    readonly currency: string;
    readonly nowMs: number;
    readonly done: (steps: number) => void;
  },
): Promise<Probed> {
  let steps = 0;
  const attempts = new Attempts(() => options.done(++steps));
  const fields = new FieldsOfAnswers();
  const answers = new Map<string, unknown[]>();
  const unwatch = watchAnswers((seen) => {
    fields.add(seen);
    const kept = answers.get(`${seen.system} ${seen.operation}`) ?? [];
    if (kept.length < ANSWERS_KEPT) kept.push(seen.answer);
    answers.set(`${seen.system} ${seen.operation}`, kept);
  });
  try {
    const { centra } = systems;
    const live =
      centra && (await attempts.read({ system: 'centra', read: 'schema' }, () => readSchema(centra), undefined));
    await readEverything(systems, attempts, options);
    unwatch();
    const cutLists = live && cutListsOf(live);
    return {
      differences: live ? compareSchemas(buildSchema(SCHEMA), live, await sentDocuments()) : [],
      failed: attempts.failed,
      fields: fields.fields().filter(({ operation }) => operation !== '__schema'),
      facts: answerFacts(options.facts, (system) => ({
        answers: (operation) => answers.get(`${system} ${operation}`) ?? [],
        ...(cutLists === undefined ? {} : { cutLists }),
      })),
      ...(live === undefined ? {} : { schema: printSchema(live) }),
    };
  } finally {
    unwatch();
  }
}

/** @throws Error when what came is no schema */
async function readSchema(centra: CentraPort): Promise<GraphQLSchema> {
  const introspected = await centra.schema();
  if (!isIntrospection(introspected)) throw new TypeError('what came is no schema');
  return buildClientSchema(introspected);
}

/** The library checks the rest, and says what is missing. */
const isIntrospection = (value: unknown): value is IntrospectionQuery =>
  typeof value === 'object' && value !== null && '__schema' in value && typeof value.__schema === 'object';

const answerFacts = (
  facts: Readonly<Record<System, InferredFacts>>,
  seenOf: (system: System) => Seen,
): AnsweredFact[] =>
  (Object.keys(facts) as System[]).flatMap((system) =>
    Object.entries(facts[system]).map(([name, fact]) => {
      const reading = 'tell' in fact.probe ? fact.probe.tell(seenOf(system)) : undefined;
      return { system, name, fact, ...(reading === undefined ? {} : { reading }) };
    }),
  );
