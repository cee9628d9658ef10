import { readFulfilmentName } from '../../../domain/names.js';
import { hasLeft } from '../../day/judge/fulfilments.js';
import { sum } from '../../day/judge/verdict.js';
import { STATE } from '../../simulators/sitoo/records.js';
import type { CounterpartStates } from '../../simulators/states.js';
import type { Round } from './rounds.js';

export interface CaseOfRace {
  readonly subject: string;
  readonly code: string;
  readonly open: boolean;
  readonly whatHappened: string;
  /** What a person answered, or `auto-resolved`. */
  readonly outcome?: string | undefined;
}

/** What happened at the checkouts and the tills, as those who stood there know it. */
export interface Checkouts {
  /** Web orders that the shop did not take any more. */
  readonly soldOut: ReadonlySet<number>;
  /** Sitoo's order ids of the sales to be delivered, by round. */
  readonly tillOrders: ReadonlyMap<number, readonly number[]>;
  /** Customers who found the unit put aside or gone, by round. */
  readonly leftEmpty: ReadonlySet<number>;
}

export interface RaceEvidence {
  readonly rounds: readonly Round[];
  readonly states: CounterpartStates;
  readonly cases: readonly CaseOfRace[];
  readonly checkouts: Checkouts;
}

export interface RaceSummary {
  readonly rounds: number;
  readonly shipped: number;
  readonly soldAtTill: number;
  /** Rounds in which nobody got the unit. */
  readonly nobody: number;
  readonly losers: { readonly total: number; readonly byOutcome: Readonly<Record<string, number>> };
  /** Units that were handed out above what there was. */
  readonly doubleShipped: number;
  /** Losers of whom nothing says what becomes of them. */
  readonly unnamed: number;
  /** Questions that nobody has answered yet, by code. */
  readonly openCases: Readonly<Record<string, number>>;
  /** The first ones that are not as they should be, a sentence each. */
  readonly findings: readonly string[];
}

/** How it ended for one buyer; undefined while nothing says so. */
type Outcome = { readonly won: true } | { readonly won: false; readonly why: string } | undefined;

const won: Outcome = { won: true };
const lost = (why: string): Outcome => ({ won: false, why });

/** The evidence by what it is looked up by. */
interface Index {
  readonly handedOut: ReturnType<typeof indexHandedOut>;
  readonly cases: ReadonlyMap<string, readonly CaseOfRace[]>;
  readonly cancelledOnline: ReadonlySet<number>;
  readonly cancelledAtTill: ReadonlySet<number>;
  readonly checkouts: Checkouts;
}

/** Judges the races by the counterparts' states, and by the list of cases for those who must wait or were cancelled. */
export function judgeRace({ rounds, states, cases, checkouts }: RaceEvidence): RaceSummary {
  const { centra, sitoo } = states;
  const index: Index = {
    handedOut: indexHandedOut(states),
    cases: casesBySubject(cases),
    cancelledOnline: new Set(centra.orders.filter((o) => o.status === 'CANCELLED').map((o) => o.number)),
    cancelledAtTill: new Set(sitoo.orders.filter((o) => o.state === STATE.cancelled).map((o) => o.orderid)),
    checkouts,
  };
  const judged = rounds.map((round) => judgeRound(round, index));
  const byOutcome: Record<string, number> = {};
  for (const { outcome } of judged.flatMap(({ buyers }) => buyers))
    if (outcome?.won === false) byOutcome[outcome.why] = (byOutcome[outcome.why] ?? 0) + 1;
  const unnamed = sum(judged, ({ buyers }) => buyers.filter(({ outcome }) => outcome === undefined).length);
  return {
    rounds: rounds.length,
    shipped: index.handedOut.byOrder.size,
    soldAtTill: index.handedOut.byReceipt.size,
    nobody: judged.filter(({ buyers }) => !buyers.some(({ outcome }) => outcome?.won)).length,
    losers: { total: unnamed + sum(Object.values(byOutcome), (count) => count), byOutcome },
    doubleShipped: sum(judged, ({ doubleShipped }) => doubleShipped),
    unnamed,
    openCases: countOpen(cases),
    findings: [
      ...judged.flatMap(({ findings }) => findings),
      ...cases.flatMap((c) => (c.open ? [`${c.subject} still has a question open, ${c.code}: ${c.whatHappened}`] : [])),
    ].slice(0, 20),
  };
}

interface Buyer {
  readonly who: string;
  readonly outcome: Outcome;
}

interface JudgedRound {
  readonly buyers: readonly Buyer[];
  readonly doubleShipped: number;
  readonly findings: readonly string[];
}

function judgeRound(round: Round, index: Index): JudgedRound {
  const { sku } = round;
  const buyers = [webBuyer(round, index), ...tillBuyers(round, index), ...counterBuyer(round, index)];
  const excess = [...(index.handedOut.bySku.get(sku) ?? [])].flatMap(([place, units]) => {
    const stock = round.units[place] ?? 0;
    return units > stock ? [{ place, units, stock }] : [];
  });
  return {
    buyers,
    doubleShipped: sum(excess, ({ units, stock }) => units - stock),
    findings: [
      ...excess.map((e) => `${e.units} units of ${sku} were handed out at ${e.place}, where there was ${e.stock}`),
      ...buyers.flatMap(({ who, outcome }) =>
        outcome === undefined ? [`${who} wanted ${sku}, and nothing says what becomes of it`] : [],
      ),
    ],
  };
}

function webBuyer({ web, place }: Round, { handedOut, cases, cancelledOnline, checkouts }: Index): Buyer {
  const who = `centra ${web}`;
  if (checkouts.soldOut.has(web)) return { who, outcome: lost('sold out online') };
  const from = handedOut.byOrder.get(who);
  if (from === undefined) return { who, outcome: outcomeByCases(cases.get(who), cancelledOnline.has(web)) };
  return { who, outcome: from === place ? won : lost('moved') };
}

const tillBuyers = ({ nth }: Round, { handedOut, cases, cancelledAtTill, checkouts }: Index): Buyer[] =>
  (checkouts.tillOrders.get(nth) ?? []).map((id) => {
    const who = `sitoo ${id}`;
    const outcome = handedOut.byOrder.has(who) ? won : outcomeByCases(cases.get(who), cancelledAtTill.has(id));
    return { who, outcome };
  });

function counterBuyer({ nth, counter }: Round, { handedOut, checkouts }: Index): Buyer[] {
  if (counter === undefined) return [];
  const who = `receipt ${counter.receipt}`;
  if (handedOut.byReceipt.has(counter.receipt)) return [{ who, outcome: won }];
  return [{ who, outcome: checkouts.leftEmpty.has(nth) ? lost('not on the shelf any more') : undefined }];
}

/** What became of an order that did not get its unit: cancelled by a person's answer, or waiting for one. */
function outcomeByCases(cases: readonly CaseOfRace[] | undefined, cancelled: boolean): Outcome {
  const answered = cases?.findLast((one) => !one.open && one.outcome !== 'auto-resolved');
  if (cancelled) return answered && lost(`cancelled: ${answered.code} ${answered.outcome ?? ''}`.trim());
  const open = cases?.find((one) => one.open);
  if (open) return lost(`waiting: ${open.code}`);
  return answered?.outcome === 'wait-for-intake'
    ? lost('waiting: for goods, by a word of customer service')
    : undefined;
}

function countOpen(cases: readonly CaseOfRace[]): Record<string, number> {
  const byCode: Record<string, number> = {};
  for (const { code, open } of cases) if (open) byCode[code] = (byCode[code] ?? 0) + 1;
  return byCode;
}

function casesBySubject(cases: readonly CaseOfRace[]): Map<string, CaseOfRace[]> {
  const bySubject = new Map<string, CaseOfRace[]>();
  for (const one of cases) {
    const known = bySubject.get(one.subject) ?? [];
    known.push(one);
    bySubject.set(one.subject, known);
  }
  return bySubject;
}

/** Every unit that left a shelf for good: to whom, and where. Picked and not sent yet counts: it cannot be had again. */
function indexHandedOut({ sitoo, wms }: CounterpartStates) {
  const byOrder = new Map<string, string>();
  const byReceipt = new Set<string>();
  const bySku = new Map<string, Map<string, number>>();
  const left = (place: string, sku: string, units: number) => {
    const places = bySku.get(sku) ?? new Map<string, number>();
    places.set(place, (places.get(place) ?? 0) + units);
    bySku.set(sku, places);
  };
  for (const order of sitoo.orders) {
    const fulfilment = order.externalid ? readFulfilmentName(order.externalid) : undefined;
    for (const { sku, quantity, delivered } of order.items) {
      const place = order.location ?? '';
      if (fulfilment !== undefined && delivered > 0) {
        byOrder.set(`${fulfilment.origin} ${fulfilment.orderNumber}`, place);
        left(place, sku, delivered);
      } else if (fulfilment === undefined && !order.deliverToWarehouse && order.receipt && quantity > 0) {
        byReceipt.add(order.receipt);
        left(place, sku, quantity);
      }
    }
  }
  for (const order of wms.orders) {
    const fulfilment = readFulfilmentName(order.orderNumber.replace(/-B\d+$/, ''));
    for (const { sku, picked } of order.lines) {
      if (picked === 0) continue;
      left('dc', sku, picked);
      if (fulfilment && hasLeft(order)) byOrder.set(`${fulfilment.origin} ${fulfilment.orderNumber}`, 'dc');
    }
  }
  return { byOrder, byReceipt, bySku };
}
