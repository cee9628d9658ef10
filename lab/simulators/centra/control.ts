import { z } from 'zod';
import type { Answer } from '../kit/answer.js';
import type { CallLog } from '../kit/call-log.js';
import { eventFaultRulesSchema, faultRulesSchema, worldSchema } from '../kit/control-schemas.js';
import type { FaultPlan } from '../kit/faults.js';
import type { World } from '../kit/world.js';
import * as inputs from './control-inputs.js';
import { performAct } from './perform-act.js';
import { changeSettings } from './shop-settings.js';
import type { SimulatorState } from './state.js';
import { reportState } from './state-report.js';
import type { WebhookSender } from './webhook-sender.js';

interface ControlledSimulator {
  readonly log: CallLog;
  readonly faults: FaultPlan;
  readonly webhooks: WebhookSender;
  readonly state: () => SimulatorState;
  readonly newWorld: (world: World) => void;
  readonly webhookSecret?: string;
}

/** The control API beside the contract, on loopback and without credentials: sets the world and reports the state. */
export function createControl(sim: ControlledSimulator): (method: string, path: string, text: string) => Answer {
  const routes: Readonly<Record<string, (body: unknown) => unknown>> = {
    'POST /_sim/world': (body) => {
      sim.newWorld(worldSchema.parse(body));
      return { ok: true };
    },
    'POST /_sim/webhook': (body) => {
      const fields = typeof body === 'object' && body !== null ? body : {};
      sim.webhooks.sendTo(inputs.webhook.parse({ secret: sim.webhookSecret, ...fields }));
      return { ok: true };
    },
    'POST /_sim/faults': (body) => {
      sim.faults.change(faultRulesSchema.parse(body).rules);
      return { ok: true };
    },
    'POST /_sim/event-faults': (body) => {
      sim.webhooks.faults.change(eventFaultRulesSchema.parse(body).rules);
      return { ok: true };
    },
    'POST /_sim/settings': (body) => {
      changeSettings(sim.state().settings, inputs.settings.parse(body));
      return { ok: true };
    },
    'POST /_sim/acts': (body) => ({
      results: inputs.acts.parse(body).acts.map((act) => performAct(sim.state(), act)),
    }),
    'GET /_sim/books': () => ({ ...reportState(sim.state()), webhooks: sim.webhooks.counts }),
    'GET /_sim/calls': () => sim.log.report(),
  };

  return (method, path, text) => {
    const route = routes[`${method} ${path}`];
    if (!route) return json(404, { error: `there is nothing at ${method} ${path}` });
    try {
      return json(200, route(text === '' ? undefined : JSON.parse(text)));
    } catch (error) {
      if (error instanceof z.ZodError) return json(400, { error: z.prettifyError(error) });
      if (error instanceof SyntaxError) return json(400, { error: 'the body is no JSON' });
      throw error;
    }
  };
}

const json = (status: number, body: unknown): Answer => ({ status, json: body });
