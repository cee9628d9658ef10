import type { Controls } from '../../simulators/control.js';
import { readCentraState } from '../../simulators/read-states.js';
import type { Feed } from '../feed/feed.js';
import type { Action } from '../feed/lines.js';
import { numberOrders } from '../feed/order-numbers.js';
import { actOfCustomer, type FeedNames, type SimulatorAct } from './act-of-customer.js';
import { Agenda, timeOf } from './agenda.js';
import type { DayClock } from './day-clock.js';
import { ReturningCustomers } from './returning-customers.js';
import { awaitsEdit, blocksStaff, isReturn, type OrderScript, scriptOf } from './script.js';
import { Staff } from './staff.js';
import { staffActOfFeed } from './staff-acts.js';
import { ownerOf, readExpectedPurchases, readWork, type WorkItem } from './work-list.js';

export interface PlayerOptions {
  readonly feed: Feed;
  readonly currency: string;
  readonly controls: Controls;
  readonly clock: DayClock;
  readonly staffed: boolean;
  /** True once a case about this subject (`centra 10045`) has been answered by a person. */
  readonly answered: (subject: string) => boolean;
  /** Receives what could not be done, a sentence each. */
  readonly warn: (sentence: string) => void;
}

/** Once all actions of the feed are done, staff finish their work within this, of our time: nobody waits for a slow day. */
const CLEARING_MS = 15_000;

/** An act on its way, and what is to be noted when it has happened. */
interface PlannedAct extends SimulatorAct {
  readonly onDone?: ((result: { orderid?: number | undefined }) => void) | undefined;
  /** True when whoever was refused tries it again. */
  readonly mayRetry?: (() => boolean) | undefined;
}

/** Plays a day: lets customers and staff do at their time, and in their order, what the feed says they did. */
export class DayPlayer {
  readonly #options: PlayerOptions;
  readonly #agenda: Agenda;
  readonly #staff = new Staff();
  readonly #returning: ReturningCustomers;
  /** Goods travel from stores to the warehouse on this day. */
  readonly #hasTravellingGoods: boolean;
  readonly #warned = new Set<string>();
  readonly #receiptOf = new Map<number, string>();
  readonly #names: FeedNames;
  #workList: readonly { readonly item: WorkItem; readonly script: OrderScript | undefined }[] = [];

  constructor(options: PlayerOptions) {
    this.#options = options;
    const numberOf = numberOrders(options.feed.actions);
    this.#agenda = new Agenda(scriptOf(options.feed.actions, numberOf));
    this.#names = { currency: options.currency, numberOf };
    this.#returning = new ReturningCustomers(async () => (await readCentraState(options.controls.centra)).orders);
    this.#hasTravellingGoods = options.feed.actions.some((a) => a.type === 'pos.refund' && a.goodsTo !== undefined);
  }

  /** How many of the feed's actions have not happened yet. */
  get left(): number {
    return this.#agenda.left;
  }

  /** Orders that the feed held back on purpose: their latency says nothing about Onepool. */
  heldBack(): Set<string> {
    const held = this.#options.feed.actions.flatMap((a) =>
      a.type === 'web.hold' || a.type === 'web.edit' || a.type === 'web.cancel'
        ? [`centra ${this.#names.numberOf(a.order)}`]
        : [],
    );
    return new Set(held);
  }

  /** What customers and tills do now: one call to each simulator that is concerned. */
  async playDue(): Promise<void> {
    const now = this.#options.clock.now();
    const planned: PlannedAct[] = [];
    for (const action of this.#agenda.takeWithoutOrder(now)) {
      if (action.type === 'events.fault') await this.#setEventFault(action);
      else planned.push(...this.#actsOf(action));
    }
    const begun = this.#agenda.begun(now);
    if ([...begun].some(({ todo: [next] }) => next !== undefined && isDue(next, now) && !this.#isHome(next)))
      await this.#returning.refresh();
    for (const script of begun) {
      for (const action of script.todo) {
        if (!isDue(action, now) || !this.#mayHappen(action, script)) break;
        const acts = this.#actsOf(action);
        if (acts.length === 0) break;
        const onDone = this.#doneNote(action, script);
        planned.push(...acts.map((d) => ({ ...d, onDone, mayRetry: this.#mayRetry(action) })));
        // The till refunds only what it has sold, and who brings goods twice comes the second time after the first.
        if (action.type === 'pos.sale' || isReturn(action)) break;
      }
    }
    await this.#perform(planned);
  }

  /** One look at all work lists, and what staff do with them. */
  async work(): Promise<void> {
    const now = this.#options.clock.now();
    const items = await readWork(this.#options.controls);
    const unitsInWork = new Map<string, number>();
    this.#workList = items.map((item) => {
      const owner = ownerOf(item, (orderid) => this.#receiptOf.get(orderid));
      const units = item.lines.reduce((sum, line) => sum + line.quantity, 0);
      if (owner !== undefined) unitsInWork.set(owner, (unitsInWork.get(owner) ?? 0) + units);
      return { item, script: owner === undefined ? undefined : this.#agenda.of(owner) };
    });
    const planned: PlannedAct[] = [];
    const byScript = new Map<OrderScript, WorkItem[]>();
    for (const { script, item } of this.#workList)
      if (script !== undefined) byScript.set(script, [...(byScript.get(script) ?? []), item]);
    for (const [script, work] of byScript) planned.push(...this.#actsByFeed(script, work, now));
    const atMostMs = this.left === 0 ? CLEARING_MS * this.#options.clock.speed : Number.POSITIVE_INFINITY;
    for (const { item, script } of this.#workList) {
      if (!this.#options.staffed || script === undefined) continue;
      if (script.silent && this.#options.answered(script.key)) script.silent = false;
      if (script.silent || script.cancels || blocksStaff(script)) continue;
      if (awaitsEdit(script, unitsInWork.get(script.key) ?? 0)) continue;
      planned.push(...this.#staff.work(item, now, atMostMs));
    }
    if (this.#options.staffed && this.#hasTravellingGoods)
      for (const name of await readExpectedPurchases(this.#options.controls))
        planned.push(...this.#staff.receive(name, now, atMostMs));
    await this.#perform(planned);
  }

  /** The feed's next action on the work of one order, at every location that has it. */
  #actsByFeed(script: OrderScript, items: readonly WorkItem[], now: number): PlannedAct[] {
    const action = script.todo[0];
    if (action === undefined || !isDue(action, now)) return [];
    const acts = items.map((item) => staffActOfFeed(action, item));
    const concerned = acts.filter((a) => a !== undefined);
    if (concerned.length === 0) return [];
    if (action.type === 'store.silent') script.silent = true;
    this.#agenda.done(script, action);
    return concerned.flat();
  }

  #mayHappen(action: Action, script: OrderScript): boolean {
    if (isReturn(action)) return this.#isHome(action) && this.#returning.mayCome(action);
    if (action.type !== 'web.cancel' && action.type !== 'web.edit') return true;
    return action.after !== 'transfer' || this.#workList.some((b) => b.script === script);
  }

  /** False for goods of a web order that the customer does not have yet. */
  #isHome(action: Action): boolean {
    const order = isReturn(action) ? action.order : undefined;
    return order === undefined || this.#returning.isSent(this.#names.numberOf(order));
  }

  #mayRetry(action: Action): PlannedAct['mayRetry'] {
    const order = isReturn(action) ? action.order : undefined;
    return order === undefined ? undefined : () => this.#returning.comesAgain(action, this.#names.numberOf(order));
  }

  #actsOf(action: Action): PlannedAct[] {
    const addressed = actOfCustomer(action, this.#names);
    return addressed === undefined ? [] : [addressed];
  }

  #doneNote(action: Action, script: OrderScript): PlannedAct['onDone'] {
    return ({ orderid }) => {
      this.#agenda.done(script, action);
      if (action.type === 'pos.sale' && orderid !== undefined) this.#receiptOf.set(orderid, action.receipt);
      if (action.type === 'web.edit') script.edited += action.cancel.reduce((sum, line) => sum + line.quantity, 0);
    };
  }

  async #setEventFault(action: Extract<Action, { type: 'events.fault' }>): Promise<void> {
    const { system, fault, times, minutes } = action;
    const delayMs =
      minutes === undefined ? {} : { delayMs: Math.round((minutes * 60_000) / this.#options.clock.speed) };
    await this.#options.controls[system].post('event-faults', { rules: [{ fault, times, ...delayMs }] });
  }

  /** One call to each simulator. What is refused for good is reported, and counts as done: the day goes on. */
  async #perform(planned: readonly PlannedAct[]): Promise<void> {
    const systems = (['centra', 'sitoo', 'wms'] as const).filter((s) => planned.some((d) => d.system === s));
    await Promise.all(
      systems.map(async (system) => {
        const mine = planned.filter((d) => d.system === system);
        const results = await this.#options.controls[system].act(mine.map((d) => d.act));
        for (const [i, { act, onDone, mayRetry }] of mine.entries()) {
          const result = results[i];
          if (result?.ok !== true) {
            if (mayRetry?.() === true) continue;
            const whose = act.name ?? act.order ?? act.receipt ?? '';
            this.#warnOnce(`${act.type} ${whose} could not be done: ${result?.error ?? 'no answer'}`);
          }
          onDone?.(result ?? {});
        }
      }),
    );
  }

  /** Staff try again at every look; one sentence is enough. */
  #warnOnce(sentence: string): void {
    if (this.#warned.has(sentence)) return;
    this.#warned.add(sentence);
    this.#options.warn(sentence);
  }
}

const isDue = (action: Action, now: number): boolean => timeOf(action) <= now;
