import { readFulfilmentName } from '../../../domain/names.js';
import { SITOO_CANCELLED } from '../../day/judge/fulfilments.js';
import { sum } from '../../day/judge/verdict.js';
import type { CounterpartStates } from '../../simulators/states.js';
import type { Round } from './rounds.js';

export interface CaseOfRace {
  readonly subject: string;
  readonly code: string;
  readonly open: boolean;
  readonly whatHappened: string;
  /** What a person answered, or `overtaken`. */
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
  readonly books: CounterpartStates;
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

/** How one buyer's wish ended; undefined while nothing says so. */
type Outcome = { readonly got: true } | { readonly got: false; readonly why: string } | undefined;

const SENT = new Set([450, 500]);
const got: Outcome = { got: true };
const lost = (why: string): Outcome => ({ got: false, why });

/** Judges the races by the counterparts' books, and by the list of cases for those who must wait or were cancelled. */
export function judgeRace({ rounds, books, cases, checkouts }: RaceEvidence): RaceSummary {
  const handed = handedOut(books);
  const asked = casesBySubject(cases);
  const cancelledOnline = new Set(books.centra.filter((o) => o.status === 'CANCELLED').map((o) => o.number));
  const cancelledAtTill = new Set(books.sitoo.filter((o) => o.state === SITOO_CANCELLED).map((o) => o.orderid));
  const byOutcome: Record<string, number> = {};
  const findings: string[] = [];
  let [doubleShipped, unnamed, nobody] = [0, 0, 0];

  for (const round of rounds) {
    const { nth, sku, web } = round;
    const places = handed.bySku.get(sku) ?? new Map<string, number>();
    for (const [place, units] of places) {
      const above = Math.max(0, units - (round.units[place] ?? 0));
      doubleShipped += above;
      if (above > 0)
        findings.push(
          `${units} units of ${sku} were handed out at ${place}, where there was ${round.units[place] ?? 0}`,
        );
    }
    const webPlace = handed.byOrder.get(`centra ${web}`);
    const outcomes: [string, Outcome][] = [
      [
        `centra ${web}`,
        checkouts.soldOut.has(web)
          ? lost('sold out online')
          : webPlace === undefined
            ? askedAbout(asked.get(`centra ${web}`), cancelledOnline.has(web))
            : webPlace === round.place
              ? got
              : lost('moved'),
      ],
      ...(checkouts.tillOrders.get(nth) ?? []).map((id): [string, Outcome] => {
        const subject = `sitoo ${id}`;
        return [subject, handed.byOrder.has(subject) ? got : askedAbout(asked.get(subject), cancelledAtTill.has(id))];
      }),
    ];
    if (round.counter !== undefined) {
      const { receipt } = round.counter;
      outcomes.push([
        `receipt ${receipt}`,
        handed.byReceipt.has(receipt)
          ? got
          : checkouts.leftEmpty.has(nth)
            ? lost('not on the shelf any more')
            : undefined,
      ]);
    }
    if (!outcomes.some(([, outcome]) => outcome?.got)) nobody += 1;
    for (const [who, outcome] of outcomes) {
      if (outcome === undefined) {
        unnamed += 1;
        findings.push(`${who} wanted ${sku}, and nothing says what becomes of it`);
      } else if (!outcome.got) byOutcome[outcome.why] = (byOutcome[outcome.why] ?? 0) + 1;
    }
  }
  return {
    rounds: rounds.length,
    shipped: handed.byOrder.size,
    soldAtTill: handed.byReceipt.size,
    nobody,
    losers: { total: unnamed + sum(Object.values(byOutcome), (count) => count), byOutcome },
    doubleShipped,
    unnamed,
    openCases: countOpen(cases),
    findings: [
      ...findings,
      ...cases.flatMap((c) => (c.open ? [`${c.subject} still has a question open, ${c.code}: ${c.whatHappened}`] : [])),
    ].slice(0, 20),
  };
}

/** What became of an order that did not get its unit: cancelled by somebody's word, or waiting for one. */
function askedAbout(cases: readonly CaseOfRace[] | undefined, cancelled: boolean): Outcome {
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
function handedOut(books: CounterpartStates) {
  const byOrder = new Map<string, string>();
  const byReceipt = new Set<string>();
  const bySku = new Map<string, Map<string, number>>();
  const left = (place: string, sku: string, units: number) => {
    const places = bySku.get(sku) ?? new Map<string, number>();
    places.set(place, (places.get(place) ?? 0) + units);
    bySku.set(sku, places);
  };
  for (const order of books.sitoo) {
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
  for (const order of books.wms) {
    const fulfilment = readFulfilmentName(order.orderNumber.replace(/-B\d+$/, ''));
    for (const { sku, picked } of order.lines) {
      if (picked === 0) continue;
      left('dc', sku, picked);
      if (fulfilment && SENT.has(order.status)) byOrder.set(`${fulfilment.origin} ${fulfilment.orderNumber}`, 'dc');
    }
  }
  return { byOrder, byReceipt, bySku };
}
