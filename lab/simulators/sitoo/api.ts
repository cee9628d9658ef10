import type { z } from 'zod';
import type { Answer } from '../kit/answer.js';
import type { CallLog } from '../kit/call-log.js';
import type { SimulatorRequest } from '../kit/json-server.js';
import { LIST_PARAMETERS } from './listing.js';
import { orderRoutes } from './order-routes.js';
import { productRoutes } from './product-routes.js';
import type { Call, Route } from './route.js';
import { Refusal, type Shop } from './shop.js';
import { stockRoutes } from './stock-routes.js';

const ROUTES = [...orderRoutes, ...stockRoutes, ...productRoutes];

/** `POST orders`, `PUT warehouseitems`: method and the last resource in the path, ids left out. */
export function operationOf({ method, path }: Pick<SimulatorRequest, 'method' | 'path'>): string {
  const names = path.split('/').filter((part) => /^[a-z]/.test(part) && part !== 'v2');
  return `${method} ${(names.at(-1) ?? '').replace(/\.json$/, '') || '?'}`;
}

/** The REST API over the shop: credentials, routes and strictness. */
export function createApi(options: {
  shop: Shop;
  log: CallLog;
  accountId: number;
  apiId: string;
  password: string;
}): (request: SimulatorRequest) => Answer {
  const { shop, log, accountId, apiId, password } = options;
  const authorization = `Basic ${Buffer.from(`${apiId}:${password}`).toString('base64')}`;
  const root = `/v2/accounts/${accountId}/`;

  /** Against the contract: answered as the real one would, and kept, so that a run can fail on it. */
  const breach = (request: SimulatorRequest, sentence: string, status = 400): Refusal => {
    log.refuse(`${request.method} ${request.path}: ${sentence}`);
    return new Refusal(sentence, status);
  };

  function routed(request: SimulatorRequest): { route: Route; ids: string[] } {
    if (!request.path.startsWith(root)) throw breach(request, 'Resource not found', 404);
    if (!request.path.endsWith('.json')) throw breach(request, 'Path without .json', 404);
    const path = request.path.slice(root.length).replace(/\.json$/, '');
    for (const route of ROUTES) {
      const match = route.method === request.method ? route.path.exec(path) : null;
      if (match !== null) return { route, ids: match.slice(1) };
    }
    throw breach(request, 'Resource not found', 404);
  }

  function answer(request: SimulatorRequest): Answer {
    const { route, ids } = routed(request);
    const allowed = [...(route.parameters ?? []), ...(route.list ? LIST_PARAMETERS : [])];
    for (const name of request.query.keys())
      if (!allowed.includes(name)) throw breach(request, `Unknown parameter ${name}`);
      else if (request.query.getAll(name).length > 1) log.refuse(`${request.path}: parameter ${name} repeated`);
    if (route.list && !request.query.has('num')) log.refuse(`${request.path}: num left to its default of 10`);
    const checked = <T>(schema: z.ZodType<T>, value: unknown): T => {
      const parsed = schema.safeParse(value);
      if (parsed.success) return parsed.data;
      const issue = parsed.error.issues[0];
      throw breach(request, `Invalid value for parameter ${issue?.path.join('.')}: ${issue?.message}`);
    };
    const call: Call = {
      ids,
      query: request.query,
      checked,
      body: (schema) => checked(schema, jsonOf(request)),
    };
    return route.answer(shop, call);
  }

  return (request) => {
    try {
      if (request.headers.authorization !== authorization) throw new Refusal('Authorization failed', 401);
      return answer(request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, json: { statuscode: error.status, errortext: error.message } };
    }
  };
}

function jsonOf({ body }: SimulatorRequest): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
