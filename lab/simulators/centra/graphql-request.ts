import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind, parse, validate } from 'graphql';
import { z } from 'zod';
import { complexityOf } from './complexity.js';
import type { Cost } from './limits.js';

/** A request as GraphQL understands it, or with the `fault` for which Centra answers 400. */
export interface GraphqlRequest {
  /** Root field, as faults and counts name it: `createShipment`. */
  readonly operation: string;
  readonly cost: Cost;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly document?: DocumentNode;
  readonly fault?: string;
}

interface ReadDocument {
  readonly operation: string;
  readonly mutation: boolean;
  readonly document?: DocumentNode;
  readonly fault?: string;
}

const requestBody = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish() });
const NO_COST: Cost = { requests: 1, mutations: 0, complexity: 0 };
/** More different documents than any client of ours sends. */
const DOCUMENTS_KEPT = 500;

/** Reads request bodies; each document is parsed and validated once, however often it comes. */
export function createRequestReader(schema: GraphQLSchema): (text: string) => GraphqlRequest {
  const known = new Map<string, ReadDocument>();
  return (text) => {
    const body = requestBody.safeParse(readJson(text));
    if (!body.success)
      return { operation: 'invalid', cost: NO_COST, variables: {}, fault: 'the body is no GraphQL request' };
    const { query } = body.data;
    const variables = body.data.variables ?? {};
    const { mutation, ...read } = known.get(query) ?? readDocument(schema, query);
    if (known.size < DOCUMENTS_KEPT) known.set(query, { mutation, ...read });
    if (!read.document) return { ...read, cost: NO_COST, variables };
    const complexity = complexityOf(read.document, variables);
    return { ...read, cost: { requests: 1, mutations: mutation ? 1 : 0, complexity }, variables };
  };
}

function readDocument(schema: GraphQLSchema, query: string): ReadDocument {
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    const fault = error instanceof GraphQLError ? error.message : 'the document cannot be read';
    return { operation: 'invalid', mutation: false, fault };
  }
  const definition = document.definitions.find((d) => d.kind === Kind.OPERATION_DEFINITION);
  const first = definition?.selectionSet.selections[0];
  if (first?.kind !== Kind.FIELD)
    return { operation: 'invalid', mutation: false, fault: 'the document asks for no root field' };
  const operation = first.name.value;
  const mutation = definition?.operation === 'mutation';
  const fault = validate(schema, document)[0]?.message;
  return fault === undefined ? { operation, mutation, document } : { operation, mutation, fault };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
