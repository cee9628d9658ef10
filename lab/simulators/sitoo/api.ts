import type { z } from 'zod';
import type { Answer } from '../kit/answer.js';
import type { CallLog } from '../kit/call-log.js';
import type { Asked } from '../kit/json-server.js';
import { LIST_PARAMETERS } from './listing.js';
import { orderRoutes } from './order-routes.js';
import { productRoutes } from './product-routes.js';
import type { Call, Route } from './route.js';
import { Refused, type Shop } from './shop.js';
import { stockRoutes } from './stock-routes.js';

const ROUTES = [...orderRoutes, ...stockRoutes, ...productRoutes];

/** `POST orders`, `PUT warehouseitems`: method and the last resource in the path, ids left out. */
export function operationOf({ method, path }: Pick<Asked, 'method' | 'path'>): string {
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
}): (asked: Asked) => Answer {
  const { shop, log, accountId, apiId, password } = options;
  const authorization = `Basic ${Buffer.from(`${apiId}:${password}`).toString('base64')}`;
  const root = `/v2/accounts/${accountId}/`;

  /** Against the contract: answered as the real one would, and kept, so that a run can fail on it. */
  const breach = (asked: Asked, sentence: string, status = 400): Refused => {
    log.refuse(`${asked.method} ${asked.path}: ${sentence}`);
    return new Refused(sentence, status);
  };

  function routed(asked: Asked): { route: Route; ids: string[] } {
    if (!asked.path.startsWith(root)) throw breach(asked, 'Resource not found', 404);
    if (!asked.path.endsWith('.json')) throw breach(asked, 'Path without .json', 404);
    const path = asked.path.slice(root.length).replace(/\.json$/, '');
    for (const route of ROUTES) {
      const match = route.method === asked.method ? route.path.exec(path) : null;
      if (match !== null) return { route, ids: match.slice(1) };
    }
    throw breach(asked, 'Resource not found', 404);
  }

  function answer(asked: Asked): Answer {
    const { route, ids } = routed(asked);
    const allowed = [...(route.parameters ?? []), ...(route.list ? LIST_PARAMETERS : [])];
    for (const name of asked.query.keys())
      if (!allowed.includes(name)) throw breach(asked, `Unknown parameter ${name}`);
      else if (asked.query.getAll(name).length > 1) log.refuse(`${asked.path}: parameter ${name} repeated`);
    if (route.list && !asked.query.has('num')) log.refuse(`${asked.path}: num left to its default of 10`);
    const checked = <T>(schema: z.ZodType<T>, given: unknown): T => {
      const parsed = schema.safeParse(given);
      if (parsed.success) return parsed.data;
      const issue = parsed.error.issues[0];
      throw breach(asked, `Invalid value for parameter ${issue?.path.join('.')}: ${issue?.message}`);
    };
    const call: Call = {
      ids,
      query: asked.query,
      checked,
      body: (schema) => checked(schema, jsonOf(asked)),
    };
    return route.answer(shop, call);
  }

  return (asked) => {
    try {
      if (asked.headers.authorization !== authorization) throw new Refused('Authorization failed', 401);
      return answer(asked);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { status: error.status, json: { statuscode: error.status, errortext: error.message } };
    }
  };
}

function jsonOf({ body }: Asked): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
