import { hashOf } from '../../day/generate/seeded-random.js';
import { nextStaffAct } from '../../day/play/staff-acts.js';
import { readWork, type WorkItem } from '../../day/play/work-list.js';
import type { Act, Controls } from '../../simulators/control.js';
import { lineOf, type Round } from './rounds.js';

/** Longest that an order is in a work list before staff reach for it, milliseconds. */
const SLOWEST_MS = 8_000;
/** Staff who do not find the goods look again after this. */
const LOOK_AGAIN_MS = 3_000;
/** A customer who waits for staff to reach for the unit takes it when none comes. */
const CUSTOMER_WAITS_MS = 30_000;

/**
 * The shop floor, where there is no race: one hand takes the unit. Whoever reaches for it first has it. Staff find an
 * empty shelf after that, and a till cannot sell what is put aside for another customer.
 */
export class ShopFloor {
  /** Rounds whose customer found nothing to take. */
  readonly leftEmpty = new Set<number>();
  readonly #controls: Controls;
  readonly #bySku: ReadonlyMap<string, Round>;
  readonly #customers = new Map<number, Round>();
  /** SKUs that staff of a store have put aside or handed over. */
  readonly #aside = new Set<string>();
  readonly #reachFor = new Map<string, number>();
  readonly #openedAt = Date.now();

  constructor(controls: Controls, rounds: readonly Round[]) {
    this.#controls = controls;
    this.#bySku = new Map(rounds.map((round) => [round.sku, round]));
    for (const round of rounds) if (round.counter?.when === 'at the desk') this.#customers.set(round.nth, round);
  }

  /** Everybody does what there is to do now. */
  async work(): Promise<void> {
    const items = await readWork(this.#controls);
    const customers = this.#customersWhoCome(items);
    // A coin says whether the customer or the staff of the store is quicker.
    await this.#serve(customers.filter((round) => hashOf(`customer ${round.sku}`) % 2 === 0));
    await this.#staff(items);
    await this.#serve(customers);
  }

  #customersWhoCome(items: readonly WorkItem[]): Round[] {
    if (Date.now() - this.#openedAt > CUSTOMER_WAITS_MS) return [...this.#customers.values()];
    const reached = items.filter((item) => item.system === 'sitoo' && this.#isReachedFor(item));
    return reached.flatMap((item) => {
      const round = this.#bySku.get(item.lines[0]?.sku ?? '');
      return round !== undefined && this.#customers.has(round.nth) ? [round] : [];
    });
  }

  async #serve(rounds: readonly Round[]): Promise<void> {
    const acts: Act[] = [];
    for (const round of rounds) {
      if (round.counter === undefined || !this.#customers.delete(round.nth)) continue;
      if (this.#aside.has(round.sku)) this.leftEmpty.add(round.nth);
      else acts.push({ type: 'pos.sale', location: round.place, receipt: round.counter.receipt, lines: lineOf(round) });
    }
    const refused = (await this.#controls.sitoo.act(acts)).find((result) => !result.ok);
    if (refused) throw new Error(`A till could not sell: ${refused.error}`);
  }

  async #staff(items: readonly WorkItem[]): Promise<void> {
    const doing = { sitoo: [] as [WorkItem, Act][], wms: [] as [WorkItem, Act][] };
    for (const item of items) {
      if (item.step !== 'picked' && !this.#isReachedFor(item)) continue;
      // A picker who begins and picks in one go.
      const step = item.step === 'untouched' ? 'begun' : item.step;
      if (item.step !== 'picked') this.#reachFor.set(item.name, Date.now() + LOOK_AGAIN_MS);
      for (const { system, act } of nextStaffAct({ ...item, step }))
        if (system !== 'centra') doing[system].push([item, act]);
    }
    await Promise.all(
      (['sitoo', 'wms'] as const).map(async (system) => {
        const results = await this.#controls[system].act(doing[system].map(([, act]) => act));
        for (const [nth, [{ lines }]] of doing[system].entries())
          if (system === 'sitoo' && results[nth]?.ok) for (const { sku } of lines) this.#aside.add(sku);
      }),
    );
  }

  /** Each takes its time, the same in every run; who does not find the goods looks again later. */
  #isReachedFor({ name }: WorkItem): boolean {
    const at = this.#reachFor.get(name) ?? Date.now() + (hashOf(name) % SLOWEST_MS);
    this.#reachFor.set(name, at);
    return Date.now() >= at;
  }
}
