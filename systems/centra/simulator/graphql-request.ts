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

const requestBody = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish() });

export function readGraphqlRequest(schema: GraphQLSchema, text: string): GraphqlRequest {
  let document: DocumentNode;
  let variables: Record<string, unknown>;
  try {
    const body = requestBody.parse(JSON.parse(text));
    document = parse(body.query);
    variables = body.variables ?? {};
  } catch (error) {
    return broken(error instanceof GraphQLError ? error.message : 'the body is no GraphQL request');
  }
  const definition = document.definitions.find((d) => d.kind === Kind.OPERATION_DEFINITION);
  const first = definition?.selectionSet.selections[0];
  if (first?.kind !== Kind.FIELD) return broken('the document asks for no root field');
  const operation = first.name.value;
  const fault = validate(schema, document)[0]?.message;
  if (fault !== undefined) return { ...broken(fault), operation };
  const mutations = definition?.operation === 'mutation' ? 1 : 0;
  const cost = { requests: 1, mutations, complexity: complexityOf(document, variables) };
  return { operation, cost, variables, document };
}

const broken = (fault: string): GraphqlRequest => ({
  operation: 'invalid',
  cost: { requests: 1, mutations: 0, complexity: 0 },
  variables: {},
  fault,
});
