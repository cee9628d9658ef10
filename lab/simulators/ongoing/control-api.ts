import { z } from 'zod';
import { readingsSchema } from '../../../systems/inferred-facts.js';
import { WMS_FACTS } from '../../../systems/ongoing/inferred-facts.js';
import { eventFaultRulesSchema, faultRulesSchema, worldSchema } from '../kit/control-schemas.js';
import type { FaultPlan } from '../kit/faults.js';
import type { World } from '../kit/world.js';
import { actSchema, perform } from './acts.js';
import { purchasesReport } from './purchases-api.js';
import { Refusal } from './refusal.js';
import { reportState, reportWork } from './state-report.js';
import type { StockMove } from './stock-move.js';
import type { WarehouseState } from './warehouse-state.js';
import type { Webhooks } from './webhooks.js';

const settings = z.strictObject({ readings: readingsSchema(WMS_FACTS).exactOptional() });

export interface ControlledSimulator {
  state(): WarehouseState;
  restart(world: World): void;
  onStockMove(move: StockMove): void;
  calls(): object;
  readonly faults: FaultPlan;
  readonly webhooks: Webhooks;
}

/** What whoever runs the rehearsal may ask of the simulator, under `/_sim`. None of it counts as a call. */
export function answerControlCall(simulator: ControlledSimulator, operation: string, body: string): object {
  const json = (): unknown => JSON.parse(body === '' ? '{}' : body);
  switch (operation) {
    case 'POST world':
      simulator.restart(worldSchema.parse(json()));
      return { ok: true };
    case 'POST webhook':
      simulator.webhooks.configure(z.strictObject({ url: z.url(), token: z.string().min(1).optional() }).parse(json()));
      return { ok: true };
    case 'POST faults':
      simulator.faults.change(faultRulesSchema.parse(json()).rules);
      return { ok: true };
    case 'POST event-faults':
      simulator.webhooks.faults.change(eventFaultRulesSchema.parse(json()).rules);
      return { ok: true };
    case 'POST settings': {
      const { readings } = settings.parse(json());
      simulator.state().readings = { ...simulator.state().readings, ...readings };
      return { ok: true };
    }
    case 'POST acts': {
      const { acts } = z.object({ acts: z.array(z.unknown()) }).parse(json());
      return { results: acts.map((act) => tryAct(simulator, act)) };
    }
    case 'GET books':
      return reportState(simulator.state());
    case 'GET purchases':
      return purchasesReport(simulator.state().purchases);
    case 'GET work':
      return reportWork(simulator.state());
    case 'GET calls':
      return simulator.calls();
    default:
      throw new Refusal(404, `there is no ${operation} under /_sim`);
  }
}

function tryAct(simulator: ControlledSimulator, act: unknown): object {
  const parsed = actSchema.safeParse(act);
  if (!parsed.success) return { ok: false, error: z.prettifyError(parsed.error) };
  try {
    return { ok: true, ...perform(simulator.state(), parsed.data, simulator.onStockMove) };
  } catch (refusal) {
    if (refusal instanceof Refusal) return { ok: false, error: refusal.message };
    throw refusal;
  }
}
