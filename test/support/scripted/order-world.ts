import { WorkflowNotFoundError } from '@temporalio/client';
import type { Case } from '../../../domain/cases/case.js';
import type { Answer as PersonsAnswer } from '../../../domain/cases/catalogue.js';
import type { FulfilmentProgress } from '../../../domain/order/fulfilment.js';
import type { OrderFacts } from '../../../domain/order/order-facts.js';
import type { LineUnits } from '../../../domain/order/split-order.js';
import type { FulfilOrder } from '../../../workflows/messages.js';
import { asId } from '../ids.js';
import { type Answer, refuse, type Script, type ScriptedRun } from './scripted-worker.js';
import { line, ofOrder, order } from './scripts.js';

/**
 * The counterparts of one web order, in a few lines each: what a web shop, stores and a warehouse do whatever a workflow thinks
 * of it. It plays what can happen to the order at any moment, and says in the end what nobody has noticed.
 */

const LINE = asId<never>('11');
const HOUR_MS = 3_600_000;
/** Where the goods are at first, and where all of them are too. */
const [FIRST, SECOND] = ['store-01', 'dc'] as const;

/** What a location holds for a fulfilment. */
interface Place {
  readonly location: string;
  readonly units: number;
  stage: FulfilmentProgress['stage'];
  left: number;
}

interface World {
  readonly shop: { revision: number; state: OrderFacts['state']; shipTo: string; wanted: number };
  readonly allocated: Map<string, number>;
  readonly shipments: { readonly units: number; isCompleted: boolean }[];
  readonly places: Map<number, Place>;
  /** Units that were placed although others lay at a location, or had left it, for the same. */
  placedTwice: number;
  /** Units that were placed although goods had left for them against a cancellation. */
  placedAfterAll: number;
  readonly handle: Promise<ScriptedRun['handle']>;
}

const unitsIn = (lines: readonly LineUnits[]): number => lines.reduce((sum, { quantity }) => sum + quantity, 0);
const shippedIn = ({ shipments }: World): number => shipments.reduce((sum, { units }) => sum + units, 0);
const STANDING: ReadonlySet<Place['stage']> = new Set(['open', 'picked', 'sent']);
const standingIn = ({ places }: World): number =>
  [...places.values()].reduce((sum, { stage, units }) => sum + (STANDING.has(stage) ? units : 0), 0);
const leftIn = ({ places }: World): number => [...places.values()].reduce((sum, { left }) => sum + left, 0);

function factsOf({ shop, allocated }: World): OrderFacts {
  let open = shop.wanted;
  const allocations = [...allocated].flatMap(([location, units]) => {
    const quantity = Math.min(units, open);
    open -= quantity;
    return quantity > 0 ? [{ location, quantity }] : [];
  });
  const { revision, state, shipTo, wanted } = shop;
  const at = 1_000 + revision;
  const lines = wanted > 0 ? [line({ quantity: wanted, allocations })] : [];
  return order({ revision: `r${revision}`, changedAt: at, readAt: at, state, shipTo, lines }).facts;
}

const { settings } = order();
const readingOf = (world: World) => ({ facts: factsOf(world), settings });

function progressOf(fulfilment: number, { stage, units, left }: Place): FulfilmentProgress {
  const of = (quantity: number): LineUnits[] => (quantity > 0 ? [{ line: LINE, quantity }] : []);
  return {
    fulfilment,
    ref: `r${fulfilment}`,
    stage,
    picked: of(left > 0 ? left : stage === 'picked' ? units : 0),
    parcels: left > 0 ? [{ ref: `p${fulfilment}`, lines: of(left), packages: 1 }] : [],
    final: stage === 'sent' || stage === 'cancelled' || stage === 'rejected',
    backOrder: false,
  };
}

/** Followers report what they see; an order that has ended hears nothing any more. */
async function report(world: World, signal: string, what: unknown): Promise<void> {
  const handle = await world.handle;
  await handle.signal(signal, what).catch((err: unknown) => {
    if (!(err instanceof WorkflowNotFoundError)) throw err;
  });
}

/** The order changes in the web shop, and its follower reports it. */
async function change(world: World, how: Partial<World['shop']>): Promise<void> {
  Object.assign(world.shop, how, { revision: world.shop.revision + 1 });
  await report(world, 'orderChanged', readingOf(world));
}

/** Something happens to what locations hold, and their follower reports it. */
async function act(world: World, on: readonly Place['stage'][], how: (place: Place) => void): Promise<void> {
  const touched = [...world.places].filter(([, { stage, left }]) => left === 0 && on.includes(stage));
  for (const [, place] of touched) how(place);
  const reports = touched.map(([fulfilment, place]) => progressOf(fulfilment, place));
  if (reports.length > 0) await report(world, 'fulfilmentsProgressed', reports);
}

const leave = (place: Place): void => {
  place.left = place.units;
  // The tills keep a cancelled order cancelled, whatever is handed over with it.
  if (place.stage !== 'cancelled') place.stage = 'sent';
};
const short = (units: number) => (world: World) =>
  report(world, 'stockShort', [{ location: FIRST, sku: 'TEE', units }]);

/** What can happen at any moment, each as its own system does it and as its follower reports it. */
export const HAPPENINGS = {
  'goods are picked': (world) =>
    act(world, ['open'], (place) => {
      place.stage = 'picked';
    }),
  'goods are picked unseen': async ({ places }) => {
    for (const place of places.values()) if (place.stage === 'open') place.stage = 'picked';
  },
  'goods leave': (world) => act(world, ['open', 'picked'], leave),
  'goods leave although they were rejected or cancelled': (world) =>
    act(world, ['open', 'picked', 'rejected', 'cancelled'], leave),
  'the location rejects': (world) =>
    act(world, ['open', 'picked'], (place) => {
      place.stage = 'rejected';
    }),
  'the location cancels on its own': (world) =>
    act(world, ['open', 'picked'], (place) => {
      place.stage = 'cancelled';
    }),
  'the order is cancelled': async (world) => {
    // The web shop cancels nothing that a shipment holds.
    if (world.shipments.length === 0) await change(world, { state: 'cancelled' });
  },
  'the cancellation is taken back': async (world) => {
    if (world.shop.state === 'cancelled') await change(world, { state: 'open' });
  },
  'the order is held': async (world) => {
    if (world.shop.state === 'open') await change(world, { state: 'on-hold' });
  },
  'a unit is taken off': async (world) => {
    const { wanted, state } = world.shop;
    if (state === 'open' && wanted - shippedIn(world) > 1) await change(world, { wanted: wanted - 1 });
  },
  'a unit is added': async (world) => {
    if (world.shop.state !== 'open') return;
    world.allocated.set(FIRST, (world.allocated.get(FIRST) ?? 0) + 1);
    await change(world, { wanted: world.shop.wanted + 1 });
  },
  'the address changes': (world) => change(world, { shipTo: 'elsewhere' }),
  'the location runs short': short(1),
  'the location holds enough again': short(0),
  'someone asks in Temporal to cancel it': async (world) => {
    await (await world.handle).cancel();
  },
} as const satisfies Record<string, (world: World) => Promise<unknown>>;
export type Happening = keyof typeof HAPPENINGS;

type Input = {
  readonly fulfilment: number;
  readonly location: string;
  readonly lines: readonly LineUnits[];
  readonly checkedRevision?: string;
  readonly unitsKnownSent: number;
  readonly shipment: number;
  readonly exclude: readonly string[];
  readonly from: string;
  readonly to: string;
};

function place(world: World, { fulfilment, location, lines, checkedRevision }: Input) {
  if (!world.places.has(fulfilment)) {
    if (checkedRevision !== `r${world.shop.revision}`) return { outcome: 'order-changed', reading: readingOf(world) };
    const beyond = (units: number): number => units + unitsIn(lines) - world.shop.wanted;
    world.placedTwice = Math.max(world.placedTwice, beyond(standingIn(world)));
    world.placedAfterAll = Math.max(world.placedAfterAll, beyond(leftIn(world)));
    world.places.set(fulfilment, { location, units: unitsIn(lines), stage: 'open', left: 0 });
  }
  return { outcome: 'placed', ref: `r${fulfilment}`, dueAt: Date.now() + HOUR_MS };
}

function cancelPlace({ places }: World, { fulfilment, unitsKnownSent }: Input) {
  const held = places.get(fulfilment);
  if (!held) return 'gone';
  if (held.left > unitsKnownSent || held.stage === 'picked' || (held.stage === 'sent' && held.left > 0))
    return 'too-late';
  held.stage = 'cancelled';
  return 'cancelled';
}

function ship(world: World, { lines }: Input) {
  const units = unitsIn(lines);
  if (world.shop.state === 'cancelled' || units > world.shop.wanted - shippedIn(world)) return refuse();
  world.shipments.push({ units, isCompleted: false });
  return { id: String(world.shipments.length), status: 'captured', failures: 0 };
}

async function cancelWhole(world: World) {
  if (world.shop.state === 'cancelled') return { cancelled: true };
  if (world.shipments.length > 0) return refuse();
  await change(world, { state: 'cancelled' });
  return { cancelled: true };
}

async function cancelSome(world: World, { lines }: Input) {
  const wanted = world.shop.wanted - unitsIn(lines);
  if (world.shop.state === 'cancelled') return { cancelled: true };
  if (wanted < shippedIn(world)) return refuse();
  await change(world, wanted === 0 ? { state: 'cancelled' } : { wanted });
  return { cancelled: true };
}

function reallocate({ allocated, shop }: World, { lines, from, to }: Input) {
  if (shop.state === 'cancelled') return refuse();
  const units = from === undefined ? unitsIn(lines) : Math.min(unitsIn(lines), allocated.get(from) ?? 0);
  if (from !== undefined) allocated.set(from, (allocated.get(from) ?? 0) - units);
  allocated.set(to, (allocated.get(to) ?? 0) + units);
  return { moved: true };
}

const calls = (world: World): Readonly<Record<string, (input: Input) => unknown>> => ({
  placeFulfilment: (input) => place(world, input),
  readOrder: () => readingOf(world),
  readFulfilment: ({ fulfilment }) => {
    const held = world.places.get(fulfilment);
    return held ? [progressOf(fulfilment, held)] : [];
  },
  cancelFulfilment: (input) => cancelPlace(world, input),
  createShipment: (input) => ship(world, input),
  completeShipment: ({ shipment }) => {
    const made = world.shipments[Number(shipment) - 1];
    if (!made) return refuse();
    made.isCompleted = true;
    return { completed: true };
  },
  findAlternative: ({ exclude }) => (exclude.includes(SECOND) ? {} : { location: SECOND }),
  reallocate: (input) => reallocate(world, input),
  cancelAtOrigin: () => cancelWhole(world),
  cancelUnits: (input) => cancelSome(world, input),
  renewPromise: () => ({ dueAt: Date.now() + HOUR_MS }),
  recordOrderStage: () => null,
  recordCaseOpened: () => null,
  recordCaseClosed: () => null,
});

/** What happens while an activity is called: before it takes effect, or after that and before its answer. */
export interface MomentOfCall {
  readonly activity: string;
  readonly when: 'before' | 'after';
  readonly happens: Happening;
}

/** A story of an order: what happens to it, each once nothing moves any more, and what people answer. */
export interface OrderStory {
  readonly happens: readonly Happening[];
  readonly answers?: Readonly<Record<string, PersonsAnswer>>;
  /** The location is silent for longer than it promised. */
  readonly isSilent?: true;
}

/** What people answer unless the story says otherwise: to let go what has left, and to give up what nobody has. */
const ANSWERS: readonly PersonsAnswer[] = ['skip', 'go-on', 'cancel-order', 'retry'];
/** More questions than this say that the order goes round in circles. */
export const MOST_QUESTIONS = 12;

export const answerTo = (open: Case, { answers = {} }: OrderStory): PersonsAnswer => {
  const told = answers[open.code];
  const answer = told ?? ANSWERS.find((usual) => open.answers.includes(usual));
  if (answer === undefined) throw new Error(`Nobody knows an answer to ${open.code}.`);
  return answer;
};

/** Cases that tell a person of goods that left against what the order says. */
const TELLS_OF_GOODS: ReadonlySet<string> = new Set([
  'order.changed-after-end',
  'order.edited-after-transfer',
  'cancel.too-late',
  'shipment.incomplete',
]);

/** One order and the world around it. */
export function orderWorld(story: OrderStory, moment?: MomentOfCall) {
  let begins: (handle: ScriptedRun['handle']) => void = () => {};
  const world: World = {
    shop: { revision: 1, state: 'open', shipTo: 'here', wanted: 2 },
    allocated: new Map([[FIRST, 2]]),
    shipments: [],
    places: new Map(),
    placedTwice: 0,
    placedAfterAll: 0,
    handle: new Promise((resolve) => {
      begins = resolve;
    }),
  };
  let due = moment;
  const happens = async (when: MomentOfCall['when'], activity: string): Promise<void> => {
    if (due?.when !== when || due.activity !== activity) return;
    const { happens: what } = due;
    due = undefined;
    await HAPPENINGS[what](world);
  };
  let silences = story.isSilent ? 1 : 0;
  const answers = Object.fromEntries(
    Object.entries(calls(world)).map(([activity, call]): [string, Answer] => [
      activity,
      async (_, input) => {
        await happens('before', activity);
        const answer = await call(input as Input);
        await happens('after', activity);
        const isPlaced = activity === 'placeFulfilment' && silences-- > 0;
        return isPlaced && typeof answer === 'object' ? { ...answer, dueAt: Date.now() } : answer;
      },
    ]),
  );
  const input: FulfilOrder = { ...order(), ...readingOf(world) };
  const script: Script = ofOrder(answers, undefined, input);
  return {
    script,
    begins,
    /** The moment has come. */
    hasHappened: () => due === undefined,
    happen: (what: Happening) => HAPPENINGS[what](world),
    /** What is still to do for people of shop and locations; false when there is nothing. */
    async goOn(): Promise<boolean> {
      if (world.shop.state === 'on-hold') {
        await change(world, { state: 'open' });
        return true;
      }
      const open = [...world.places.values()].some(({ stage }) => stage === 'open' || stage === 'picked');
      if (open) await HAPPENINGS['goods leave'](world);
      return open;
    },
    /** What nobody has noticed. */
    faults(run: Pick<ScriptedRun, 'everyCase' | 'openCases'>, status: string): string[] {
      const knows = run.everyCase().flatMap(({ codes }) => codes);
      const isTold = knows.some((code) => TELLS_OF_GOODS.has(code));
      // That a shipment was refused tells of the web shop's figures, and of no goods beyond the order.
      const isAsked = isTold || knows.includes('shipment.refused');
      const { wanted, state } = world.shop;
      const completed = world.shipments.reduce((sum, { units, isCompleted }) => sum + (isCompleted ? units : 0), 0);
      const isOpen = state !== 'cancelled';
      return [
        ...(status === 'COMPLETED' || run.openCases().length > 0 ? [] : [`it is ${status}, and nobody is asked`]),
        ...(run.everyCase().length > MOST_QUESTIONS ? ['it asks again and again'] : []),
        ...(leftIn(world) > completed && !isAsked ? [`${leftIn(world)} units left, ${completed} were shipped`] : []),
        ...(leftIn(world) > wanted && !isTold ? [`${leftIn(world)} units left for ${wanted}`] : []),
        ...(world.placedTwice > 0 ? [`${world.placedTwice} units were placed twice`] : []),
        ...(world.placedAfterAll > 0 && !isAsked ? [`${world.placedAfterAll} units were placed after all`] : []),
        ...(completed > leftIn(world) && !isAsked ? [`${completed} were shipped, ${leftIn(world)} left`] : []),
        ...(isOpen && completed < wanted && !isAsked ? [`${completed} of ${wanted} units were shipped`] : []),
      ];
    },
  };
}
