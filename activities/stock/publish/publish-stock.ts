import { heartbeat, sleep } from '@temporalio/activity';
import { locationsOf } from '../../../domain/locations.js';
import { FLOW_NAMES, FLOWS, type Flow, type FlowSettings, type Target } from '../../../domain/stock/flows.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import { choose } from '../../../domain/stock/publish-order.js';
import type { StockOutbox } from '../../../systems/database/stock-port.js';
import { SystemProblem } from '../../../systems/problem.js';
import type { RefusalAsker } from '../stock-cases.js';
import { batchPublisher, type PublishCounts } from './publish-batch.js';
import { type CentraPublisherNeeds, centraPublisher } from './publish-to-centra.js';
import { type SitooPublisherNeeds, sitooPublisher } from './publish-to-sitoo.js';
import { PositionsRefused } from './refused-position.js';

/** Figures in one call. Centra documents no maximum; 200 a batch is what Sitoo users recommend, and both take 250. */
const FIGURES_A_CALL = 250;
/** One run of the activity ends after this, so that a pause or new settings are heard soon. */
const RUN_MS = 5_000;
/** While a call waits for its turn, something more urgent may come. */
const LOOK_AGAIN_MS = 100;

export interface PublishReport {
  readonly calls: number;
  readonly figures: number;
  readonly refused: number;
  /** Look again after this, ms; left out when nothing waits. Zero: there is more to be told now. */
  readonly againMs?: number;
  /** Released flows of which nothing waits any more that had waited when they were released. */
  readonly published?: readonly Flow[];
}

export interface PublishRequest {
  readonly target: Target;
  readonly flows: Readonly<Partial<Record<Flow, FlowSettings>>>;
  /** When flows that are scheduled were released, epoch ms: of these only what had waited by then is told. */
  readonly releasedAt?: Readonly<Partial<Record<Flow, number>>>;
}

/** Tells counterparts what they do not know yet, the most urgent first, as fast as they allow. */
/** What publishing needs of the outbox; all but `release`, which is for answers of people. */
export type Outbox = Omit<StockOutbox, 'release'>;

export type PublishNeeds = CentraPublisherNeeds &
  SitooPublisherNeeds & { readonly records: { readonly stockOutbox: Outbox } };

export function createPublishActivities(needs: PublishNeeds, policy: StockPolicy, askAboutRefusals: RefusalAsker) {
  const { brand, records } = needs;
  const publishers = { centra: centraPublisher(needs), sitoo: sitooPublisher(needs) };
  const lastCallAt: Record<Target, number> = { centra: 0, sitoo: 0 };

  return {
    /** Tells one target for a while. Flows that are not named are left alone. */
    async publishStock({ target, flows, releasedAt = {} }: PublishRequest): Promise<PublishReport> {
      const outbox = records.stockOutbox;
      const publisher = publishers[target];
      const { publish, finish } = batchPublisher(outbox, publisher, policy);
      const total = { calls: 0, figures: 0, refused: 0 };
      const note = (published: typeof total): void => {
        total.calls += published.calls;
        total.figures += published.figures;
        total.refused += published.refused;
      };
      const staleness = byLocation(flows, ({ maxStalenessMs }) => maxStalenessMs);
      const before = byLocation(releasedAt, (at) => at);
      const refusing = new Map<string, PositionsRefused>();
      /** A place that is refused does not hold up the others: they are told first. */
      const unlessRefused = async (telling: Promise<PublishCounts>): Promise<void> => {
        try {
          note(await telling);
        } catch (err) {
          if (!(err instanceof PositionsRefused)) throw err;
          refusing.set(err.location, err);
        }
      };

      await outbox.refresh(policy);
      for (const batch of await outbox.takeOver(target)) await unlessRefused(finish(batch));
      const until = Date.now() + RUN_MS;
      for (;;) {
        const places = [...staleness.keys()].filter((location) => !refusing.has(location));
        const candidates = await outbox.candidates(target, places, before);
        const choice = choose(candidates, {
          atMs: Date.now(),
          maxStalenessMs: ({ location }) => staleness.get(location) ?? 0,
          allowances: candidates.length > 0 ? await publisher.allowances() : [],
          lastCallAt: lastCallAt[target],
        });
        // A short wait is waited here: a run of the workflow for every call would cost more than the call.
        if ('waitMs' in choice && Date.now() + choice.waitMs < until) {
          await sleep(Math.min(choice.waitMs, LOOK_AGAIN_MS));
          continue;
        }
        if ('waitMs' in choice || Date.now() > until) {
          await askAboutRefusals(target);
          for (const refused of refusing.values()) throw refused;
          const againMs = 'waitMs' in choice ? choice.waitMs : 0;
          const waiting = new Set(candidates.map(({ location }) => location));
          const published = keysOf(releasedAt).filter((flow) => !locationIdsOf(flow).some((id) => waiting.has(id)));
          return {
            ...total,
            published,
            ...(Number.isFinite(againMs) ? { againMs: Math.max(0, Math.ceil(againMs)) } : {}),
          };
        }
        const { location, direction } = choice.push;
        const batch = await outbox.claim(
          { target, location, direction, limit: FIGURES_A_CALL, pendingBy: before.get(location) },
          policy,
        );
        if (!batch) continue;
        lastCallAt[target] = Date.now();
        try {
          await unlessRefused(publish(batch));
        } catch (err) {
          // Told to come back later: nothing was sent and everything waits again.
          if (err instanceof SystemProblem && err.kind === 'throttled')
            return { ...total, againMs: Math.max(50, err.retryAfterMs ?? 1_000) };
          throw err;
        }
        heartbeat();
      }
    },
  };

  function locationIdsOf(flow: Flow): string[] {
    return locationsOf(brand)
      .ofKind(FLOWS[flow].from)
      .map(({ id }) => id);
  }

  function byLocation<T>(flows: Readonly<Partial<Record<Flow, T>>>, figure: (of: T) => number): Map<string, number> {
    const found = new Map<string, number>();
    for (const flow of keysOf(flows)) {
      const of = flows[flow];
      if (of !== undefined) for (const location of locationIdsOf(flow)) found.set(location, figure(of));
    }
    return found;
  }
}

const keysOf = (flows: Readonly<Partial<Record<Flow, unknown>>>): Flow[] =>
  FLOW_NAMES.filter((flow) => flows[flow] !== undefined);

export type PublishActivities = ReturnType<typeof createPublishActivities>;
