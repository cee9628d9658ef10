import { z } from 'zod';
import { readingsSchema, usualReadings } from '../../../systems/inferred-facts.js';
import { SITOO_FACTS } from '../../../systems/sitoo/inferred-facts.js';
import type { Answer } from '../kit/answer.js';
import type { CallLog } from '../kit/call-log.js';
import { eventFaultRulesSchema, faultRulesSchema, worldSchema } from '../kit/control-schemas.js';
import type { FaultPlan } from '../kit/faults.js';
import type { SimulatorRequest } from '../kit/json-server.js';
import { perform } from './acts.js';
import type { EventSender } from './event-sender.js';
import { reportState, reportWork } from './reports.js';
import { ONE_VAT_GROUP, type Shop } from './shop.js';
import { SimulatorState } from './state.js';

const webhook = z.strictObject({ url: z.url(), user: z.string().optional(), password: z.string().optional() });
const settings = z.strictObject({
  tightLipped: z.boolean().exactOptional(),
  readings: readingsSchema(SITOO_FACTS).exactOptional(),
  vatGroups: z
    .array(z.strictObject({ id: z.int().positive(), percent: z.number().nonnegative(), name: z.string() }))
    .min(1)
    .exactOptional(),
});
const acts = z.strictObject({ acts: z.array(z.unknown()) });

/** The simulator's own switches and its state, under `/_sim/`. */
export function createControl(parts: {
  shop: Shop;
  log: CallLog;
  faults: FaultPlan;
  sender: EventSender;
}): (request: SimulatorRequest) => Answer {
  const { shop, log, faults, sender } = parts;
  const done: Answer = { status: 200, json: { ok: true } };
  const switches: Record<string, (body: unknown) => Answer> = {
    'POST /_sim/world': (body) => {
      shop.state = new SimulatorState(worldSchema.parse(body));
      shop.readings = usualReadings(SITOO_FACTS);
      shop.vatGroups = ONE_VAT_GROUP;
      return done;
    },
    'POST /_sim/webhook': (body) => {
      const { url, user, password } = webhook.parse(body);
      sender.configure({
        url,
        ...(user === undefined ? {} : { user }),
        ...(password === undefined ? {} : { password }),
      });
      return done;
    },
    'POST /_sim/faults': (body) => {
      faults.change(faultRulesSchema.parse(body).rules);
      return done;
    },
    'POST /_sim/event-faults': (body) => {
      shop.events.faults.change(eventFaultRulesSchema.parse(body).rules);
      return done;
    },
    'POST /_sim/settings': (body) => {
      const { tightLipped, readings, vatGroups } = settings.parse(body);
      shop.vatGroups = vatGroups ?? shop.vatGroups;
      shop.tightLipped = tightLipped ?? shop.tightLipped;
      shop.readings = { ...shop.readings, ...readings };
      return done;
    },
    'POST /_sim/acts': (body) => ({
      status: 200,
      json: { results: acts.parse(body).acts.map((act) => perform(shop, act)) },
    }),
    'GET /_sim/books': () => ({ status: 200, json: reportState(shop.state) }),
    'GET /_sim/calls': () => ({ status: 200, json: log.report() }),
    'GET /_sim/work': () => ({ status: 200, json: reportWork(shop.state) }),
    'GET /_sim/events': () => ({
      status: 200,
      json: { ...sender.counts, lost: shop.events.lost, waiting: sender.waiting },
    }),
  };
  return ({ method, path, body }) => {
    const switched = switches[`${method} ${path}`];
    if (switched === undefined) return { status: 404, json: { error: `No such switch: ${method} ${path}` } };
    try {
      return switched(body === '' ? undefined : JSON.parse(body));
    } catch (error) {
      const sentence = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      return { status: 400, json: { error: sentence } };
    }
  };
}
