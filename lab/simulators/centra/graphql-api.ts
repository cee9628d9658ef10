import { executeSync, type GraphQLSchema } from 'graphql';
import type { Answer } from '../kit/answer.js';
import type { CallLog } from '../kit/call-log.js';
import type { SimulatorRequest } from '../kit/json-server.js';
import { createRequestReader, type GraphqlRequest } from './graphql-request.js';
import type { Limits } from './limits.js';
import { loadSchema } from './schema-file.js';

interface Endpoint {
  readonly schema: GraphQLSchema;
  readonly readRequest: (text: string) => GraphqlRequest;
}

/** `POST /graphql`: the token, the document, the budgets, then the execution against the contract's schema. */
export function createGraphqlApi(sim: {
  token: string;
  log: CallLog;
  limits: Limits;
  root: () => object;
  lists: () => 'whole' | 'cut';
  extensions: () => object;
}): {
  operation(request: SimulatorRequest): string;
  refuseEarly(request: SimulatorRequest): Answer | undefined;
  answer(request: SimulatorRequest): Answer;
} {
  const endpoints = new Map<'whole' | 'cut', Endpoint>();
  /** A shop that cuts lists says so in its schema. */
  const endpoint = (): Endpoint => {
    const lists = sim.lists();
    const known = endpoints.get(lists);
    if (known) return known;
    const schema = loadSchema(lists);
    const opened = { schema, readRequest: createRequestReader(schema) };
    endpoints.set(lists, opened);
    return opened;
  };
  const requests = new WeakMap<SimulatorRequest, GraphqlRequest>();
  const requestOf = (request: SimulatorRequest): GraphqlRequest => {
    const known = requests.get(request) ?? endpoint().readRequest(request.body);
    requests.set(request, known);
    return known;
  };
  const invalid = (reason: string): Answer => {
    sim.log.refuse(reason);
    return { status: 400, json: { errors: [{ message: reason }] } };
  };

  return {
    operation: (request) => requestOf(request).operation,

    refuseEarly(request) {
      if (request.method !== 'POST' || request.path !== '/graphql') {
        sim.log.refuse(`there is nothing at ${request.method} ${request.path}`);
        return { status: 404, text: 'Not found' };
      }
      // 403 for any fault of the token, never 401.
      if (request.headers.authorization !== `Bearer ${sim.token}`)
        return { status: 403, json: { errors: [{ message: 'Forbidden' }] } };
      const { fault, cost } = requestOf(request);
      if (fault !== undefined) return invalid(fault);
      const { waitUntilMs } = sim.limits.spend(cost, Date.now());
      if (waitUntilMs === undefined) return undefined;
      sim.log.throttle();
      // Documented as "the timestamp of when you can resume".
      const headers = { 'retry-after': String(Math.ceil(waitUntilMs / 1000)) };
      return { status: 429, headers, json: { errors: [{ message: 'Too many requests' }] } };
    },

    answer(request) {
      const { document, variables, operation, cost } = requestOf(request);
      if (!document) return invalid('there is no document');
      const result = executeSync({
        schema: endpoint().schema,
        document,
        rootValue: sim.root(),
        variableValues: variables,
      });
      // Variables that do not fit their types never reach a resolver: the whole request is invalid.
      if (result.data === undefined) return invalid(result.errors?.[0]?.message ?? 'the request is invalid');
      for (const error of result.errors ?? []) sim.log.refuse(`${operation}: ${error.message}`);
      const extensions = {
        complexity: cost.complexity,
        permissionsUsed: ['Order:read'],
        appVersion: 'v1.60.0',
        ...sim.extensions(),
      };
      return { status: 200, json: { ...result, extensions } };
    },
  };
}
