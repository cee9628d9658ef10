import { z } from 'zod';
import { SystemProblem } from '../problem.js';
import type { Lane } from '../rate-limits/port.js';
import { TypedDocumentString } from './generated/documents.js';
import {
  complexityOfRow,
  type Depth,
  type FullList,
  fullLists,
  hasUnknownLists,
  type ListAnswer,
  type ListAnswers,
  UNKNOWN_LISTS,
  withLimits,
} from './nested-lists.js';

const TYPES = [...new Set(UNKNOWN_LISTS.map((list) => list.split('.')[0] ?? ''))];

const STATUS = 'OrderStatus';

const typeAnswer = z
  .object({
    fields: z.array(z.object({ name: z.string(), args: z.array(z.object({ name: z.string() })) })).nullish(),
    enumValues: z.array(z.object({ name: z.string() })).nullish(),
  })
  .nullish();
export const schemaAnswer = z.object(Object.fromEntries([...TYPES, STATUS].map((type) => [type, typeAnswer])));
export type SchemaAnswer = z.output<typeof schemaAnswer>;

/** Asks the endpoint which arguments the lists of unknown kind take, and how it spells statuses. Introspection needs no permission of its own. */
export const listArgumentsDocument = new TypedDocumentString<z.input<typeof schemaAnswer>, Record<string, never>>(
  `query NestedLists { ${TYPES.map((type) => `${type}: __type(name: "${type}") { fields { name args { name } } }`).join(' ')} ${STATUS}: __type(name: "${STATUS}") { enumValues { name } } }`,
);

/** A document as this endpoint takes it. */
export interface PreparedDocument {
  readonly text: string;
  /** Lists of an answer that may go on. */
  readonly fullLists: (data: unknown) => readonly FullList[];
  /** The endpoint takes limits, so that every row asked for counts. */
  readonly isLimited: boolean;
  /** What a row of its answer costs at most, see {@link complexityOfRow}. */
  readonly complexityOfRow: number;
}

export interface ListLimits {
  /** @throws SystemProblem when the endpoint cannot be asked what its lists take */
  prepare(document: string, depth: Depth, lane: Lane): Promise<PreparedDocument>;
  /** Whether the endpoint takes a status of orders in a filter: one that it lacks would make the whole call invalid. */
  takesOrderStatus(status: string, lane: Lane): Promise<boolean>;
}

/** Gives every document the limits that the endpoint takes, and no others. It is asked once, before the first document that needs to know. */
export function createListLimits(ask: (lane: Lane) => Promise<SchemaAnswer>): ListLimits {
  let known: Promise<Told> | undefined;

  async function askOnce(lane: Lane): Promise<Told> {
    try {
      const schema = await ask(lane);
      const statuses = schema[STATUS]?.enumValues?.map(({ name }) => name) ?? [];
      return { lists: answersOf(schema), orderStatuses: new Set(statuses) };
    } catch (error) {
      // An endpoint that shows no schema is read without limits; a list of the usual length then counts as cut.
      const isRefused = error instanceof SystemProblem && NO_SCHEMA.has(error.kind);
      if (!isRefused || error.kind === 'unauthorised') known = undefined;
      if (!isRefused) throw error;
      return { lists: () => 'untold', orderStatuses: new Set() };
    }
  }

  return {
    async prepare(document, depth, lane) {
      if (!hasUnknownLists(document))
        return { text: document, fullLists: () => [], isLimited: false, complexityOfRow: 0 };
      known ??= askOnce(lane);
      const { lists: answers } = await known;
      const text = withLimits(document, answers, depth);
      return {
        text,
        fullLists: (data) => fullLists(document, data, { answers, depth }),
        isLimited: text !== document,
        complexityOfRow: complexityOfRow(document, answers, depth),
      };
    },
    async takesOrderStatus(status, lane) {
      known ??= askOnce(lane);
      return (await known).orderStatuses.has(status);
    },
  };
}

/** What an endpoint says of its own schema. */
interface Told {
  readonly lists: ListAnswers;
  /** Empty when it does not say. */
  readonly orderStatuses: ReadonlySet<string>;
}

const NO_SCHEMA: ReadonlySet<string> = new Set(['rejected', 'unauthorised', 'malformed-answer']);

function answersOf(schema: SchemaAnswer): ListAnswers {
  const answers = new Map<string, ListAnswer>();
  for (const list of UNKNOWN_LISTS) {
    const [type = '', name] = list.split('.');
    const field = schema[type]?.fields?.find((one) => one.name === name);
    const takesLimit = field?.args.some((arg) => arg.name === 'limit');
    answers.set(list, field === undefined ? 'untold' : takesLimit ? 'limited' : 'whole');
  }
  return (list) => answers.get(list) ?? 'untold';
}
