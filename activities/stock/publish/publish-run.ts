import type { Brand } from '../../../domain/brand.js';
import { locationsOf } from '../../../domain/locations.js';
import type { Batch } from '../../../domain/stock/batch.js';
import { FLOW_NAMES, FLOWS, type Flow, type FlowSettings, type Target } from '../../../domain/stock/flows.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import { type Candidate, type Choice, chooseNext } from '../../../domain/stock/publish-order.js';
import type { StockOutbox } from '../../../systems/database/stock-port.js';
import { type ProblemKind, SystemProblem } from '../../../systems/problem.js';
import { checkpoint } from '../../checkpoint.js';
import { endsWithin } from '../../idempotent.js';
import { LocationRefused } from './location-refused.js';
import { addCounts, finishBatch, type PublishCounts, publishBatch } from './publish-batch.js';
import type { CentraPublisherNeeds } from './publish-to-centra.js';
import type { SitooPublisherNeeds } from './publish-to-sitoo.js';
import type { StockPublisher } from './stock-publisher.js';

/** Figures in one call. Centra documents no maximum; 200 a batch is what Sitoo users recommend, and both take 250. */
const FIGURES_PER_CALL = 250;
/** After a throttled call, at least and by default. */
const THROTTLED_MS = { atLeast: 50, unlessNamed: 1_000 } as const;

/** These hold for every call to the counterpart; any other problem with an open batch concerns its location only. */
const CONCERNS_ALL: ReadonlySet<ProblemKind> = new Set(['throttled', 'unreachable', 'unauthorised']);

export interface PublishRequest {
  readonly target: Target;
  readonly flows: Readonly<Partial<Record<Flow, FlowSettings>>>;
  /** When scheduled flows were released, epoch ms: of these only what was pending by then is published. */
  readonly releasedAt?: Readonly<Partial<Record<Flow, number>>>;
}

export interface PublishReport {
  readonly calls: number;
  readonly figures: number;
  readonly refused: number;
  /** When to run again, ms; left out when nothing is pending. Zero: more can be published now. */
  readonly againMs?: number;
  /** Released flows of which nothing is pending any more that was pending when they were released. */
  readonly published?: readonly Flow[];
}

export type PublishNeeds = CentraPublisherNeeds &
  SitooPublisherNeeds & {
    /** All but `release`, which is for answers of people. */
    readonly records: { readonly stockOutbox: Omit<StockOutbox, 'release'> };
  };

interface RunNeeds {
  readonly brand: Brand;
  readonly records: PublishNeeds['records'];
  readonly policy: StockPolicy;
  readonly publisher: StockPublisher;
  /** When the last call was made to each target, epoch ms; outlives a run. */
  readonly lastCallAt: Record<Target, number>;
  /** Batches whose lost call was looked for; outlives a run. */
  readonly lookedFor: Set<number>;
}

/** One run of publishing to one target: what it may publish, and what came of it. */
export class PublishRun {
  readonly #target: Target;
  readonly #releasedAt: NonNullable<PublishRequest['releasedAt']>;
  readonly #needs: RunNeeds;
  /** By location. */
  readonly #maxStalenessMs: ReadonlyMap<string, number>;
  readonly #pendingBy: ReadonlyMap<string, number>;
  /** Locations that the counterpart refuses altogether: they do not hold up the others. */
  readonly #refused = new Map<string, LocationRefused>();
  /** Locations with a call whose answer was lost: nothing else is published there until it has ended. */
  readonly #underWay = new Set<string>();
  /** Locations whose open batch could not be settled, with the problem: nothing else is published there, and the others go on. */
  readonly #unsettled = new Map<string, SystemProblem>();
  #candidates: readonly Candidate[] = [];
  /** When the next refused figure is tried again, epoch ms. */
  #nextRetryAt = Number.POSITIVE_INFINITY;
  #total: PublishCounts = { figures: 0, refused: 0, calls: 0 };

  constructor({ target, flows, releasedAt = {} }: PublishRequest, needs: RunNeeds) {
    this.#target = target;
    this.#releasedAt = releasedAt;
    this.#needs = needs;
    this.#maxStalenessMs = this.#byLocation(flows, ({ maxStalenessMs }) => maxStalenessMs);
    this.#pendingBy = this.#byLocation(releasedAt, (at) => at);
  }

  /** Settles what a run that died has left behind. */
  async finishOpenBatches(): Promise<void> {
    for (const batch of await this.#needs.records.stockOutbox.takeOver(this.#target)) {
      checkpoint();
      try {
        await this.#count(batch, () => finishBatch(batch, this.#forBatches));
      } catch (err) {
        if (!(err instanceof SystemProblem) || CONCERNS_ALL.has(err.kind)) throw err;
        this.#unsettled.set(batch.location, err);
      }
    }
  }

  /** Lets figures be published again that were refused and whose time has come. */
  async retryRefused(): Promise<void> {
    const { next } = await this.#needs.records.stockOutbox.retryDue(this.#target);
    this.#nextRetryAt = next ?? Number.POSITIVE_INFINITY;
  }

  /** Applies new rules of safety stock to a stretch of positions; the others wait for the next, so that publishing goes on. */
  async refresh(): Promise<{ readonly more: boolean }> {
    const { records, policy } = this.#needs;
    return records.stockOutbox.refresh(policy);
  }

  async choose(): Promise<Choice> {
    const { records, publisher, lastCallAt } = this.#needs;
    const locations = [...this.#maxStalenessMs.keys()].filter(
      (location) => !this.#refused.has(location) && !this.#unsettled.has(location),
    );
    this.#candidates = await records.stockOutbox.candidates(this.#target, locations, this.#pendingBy);
    return chooseNext(this.#candidates, {
      atMs: Date.now(),
      maxStalenessMs: ({ location }) => this.#maxStalenessMs.get(location) ?? 0,
      allowances: this.#candidates.length > 0 ? await publisher.allowances() : [],
      lastCallAt: lastCallAt[this.#target],
    });
  }

  /** Publishes what a candidate stands for. @returns the report when the counterpart throttles us: nothing was sent, and everything waits again */
  async publish({ location, direction }: Candidate): Promise<PublishReport | undefined> {
    const { records, policy, lastCallAt } = this.#needs;
    const outbox = records.stockOutbox;
    const pendingBy = this.#pendingBy.get(location);
    const batch = await outbox.claim(
      { target: this.#target, location, direction, limit: FIGURES_PER_CALL, pendingBy },
      policy,
    );
    if (!batch) return undefined;
    lastCallAt[this.#target] = Date.now();
    try {
      await this.#count(batch, () => publishBatch(batch, this.#forBatches));
      return undefined;
    } catch (err) {
      if (!(err instanceof SystemProblem && err.kind === 'throttled')) throw err;
      const againMs = Math.max(THROTTLED_MS.atLeast, err.retryAfterMs ?? THROTTLED_MS.unlessNamed);
      const { underWayMs: _later, ...total } = this.#total;
      return { ...total, againMs };
    }
  }

  /**
   * @throws LocationRefused when the counterpart refused a location, after the others were published
   * @throws SystemProblem when an open batch could not be settled, after the other locations were published
   */
  report(waitMs: number): PublishReport {
    for (const refused of this.#refused.values()) throw refused;
    for (const problem of this.#unsettled.values()) throw problem;
    const pending = new Set([...this.#underWay, ...this.#candidates.map(({ location }) => location)]);
    const { underWayMs = Number.POSITIVE_INFINITY, ...total } = this.#total;
    const published = keysOf(this.#releasedAt).filter((flow) => !this.#locationsOf(flow).some((id) => pending.has(id)));
    const againMs = Math.min(waitMs, underWayMs, this.#nextRetryAt - Date.now());
    return {
      ...total,
      published,
      ...(Number.isFinite(againMs) ? { againMs: Math.max(0, Math.ceil(againMs)) } : {}),
    };
  }

  get #forBatches() {
    const { brand, records, policy, publisher, lookedFor } = this.#needs;
    return {
      outbox: records.stockOutbox,
      publisher,
      policy,
      endsWithinMs: endsWithin(brand, this.#target),
      lookedFor,
    };
  }

  async #count({ location }: Batch, publish: () => Promise<PublishCounts>): Promise<void> {
    try {
      const counts = await publish();
      if (counts.underWayMs !== undefined) this.#underWay.add(location);
      this.#total = addCounts(this.#total, counts);
    } catch (err) {
      if (!(err instanceof LocationRefused)) throw err;
      this.#refused.set(err.location, err);
    }
  }

  #locationsOf(flow: Flow): string[] {
    return locationsOf(this.#needs.brand)
      .ofKind(FLOWS[flow].from)
      .map(({ id }) => id);
  }

  #byLocation<T>(flows: Readonly<Partial<Record<Flow, T>>>, figure: (of: T) => number): Map<string, number> {
    const figures = new Map<string, number>();
    for (const flow of keysOf(flows)) {
      const of = flows[flow];
      if (of !== undefined) for (const location of this.#locationsOf(flow)) figures.set(location, figure(of));
    }
    return figures;
  }
}

const keysOf = (flows: Readonly<Partial<Record<Flow, unknown>>>): Flow[] =>
  FLOW_NAMES.filter((flow) => flows[flow] !== undefined);
