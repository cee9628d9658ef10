import { SYSTEMS } from '../../../domain/installation.js';
import type { System } from '../../../domain/names.js';
import type { CallReport } from '../../simulators/kit/call-log.js';
import { hasSimulated } from '../../simulators/kit/world.js';
import type { CounterpartStates } from '../../simulators/states.js';
import { fulfilmentsByOrder } from './fulfilments.js';
import { type Latency, measureLatency, spread } from './latency.js';
import { isSale, judgeSale } from './pos-orders.js';
import { judgeReturns, type ReturnsSummary, returnsAreRight } from './returns.js';
import { judgeStock, type StockEvidence, type StockSummary } from './stock/judge-stock.js';
import type { Verdict } from './verdict.js';
import { judgeWebOrder } from './web-orders.js';

export interface CaseSeen {
  readonly subject: string;
  readonly code: string;
  readonly open: boolean;
  /** It closed automatically: the course of events answered it before a person did. */
  readonly autoResolved: boolean;
  readonly whatHappened: string;
}

/** What a run is judged from. */
export interface Evidence {
  readonly states: CounterpartStates;
  readonly calls: { readonly centra: CallReport; readonly sitoo: CallReport; readonly wms: CallReport };
  readonly cases: readonly CaseSeen[];
  /** Events in the history of each order workflow that has ended. */
  readonly historyLengths: readonly number[];
  /** False when nobody picks but the feed: then an order may wait at its fulfiller. */
  readonly staffed: boolean;
  /** True when people answer cases: then none may be left open. */
  readonly operated: boolean;
  /** Orders (`centra 10045`) the day itself held back; their latency says nothing. */
  readonly heldBack: ReadonlySet<string>;
  readonly plan: string;
  readonly seconds: number;
  readonly workerKills: number;
  /** Left out while orders are still on their way: stock is judged when they are settled. */
  readonly stock?: StockEvidence;
  /** Where goods may lie; without it returns cannot be judged by the stock they went into. */
  readonly world?: StockEvidence['world'];
}

interface Count {
  readonly total: number;
  readonly completed: number;
  readonly waiting: number;
  readonly cancelled: number;
}

export interface DaySummary {
  readonly ok: boolean;
  /** The systems that the brand of the day has. */
  readonly systems: readonly System[];
  readonly orders: { readonly web: Count; readonly pos: Count & { readonly toDeliver: number } };
  readonly cases: {
    readonly opened: number;
    readonly resolved: number;
    readonly open: number;
    /** Closed automatically; not among the others. */
    readonly autoResolved: number;
    readonly byCode: Readonly<Record<string, number>>;
  };
  readonly lost: number;
  readonly duplicates: number;
  /** Cancelled where placed, alive where picked, and nobody asked. */
  readonly strays: number;
  /** Waiting although staff and operators have done all they would do. */
  readonly stuck: number;
  readonly shippedWithoutCapture: number;
  /** Calls that broke a contract. */
  readonly refusals: readonly string[];
  readonly throttled: number;
  readonly calls: { readonly centra: number; readonly sitoo: number; readonly wms: number };
  readonly sitoo: { readonly mostInFlight: number };
  readonly historyEvents: { readonly p50: number; readonly max: number };
  readonly latencyMs: Latency;
  /** Goods that came back in stores. */
  readonly returns: ReturnsSummary;
  readonly stock?: StockSummary;
  readonly seconds: number;
  readonly plan: string;
  readonly workerKills: number;
  /** The first orders that are not as they should be, a sentence each. */
  readonly findings: readonly string[];
}

/** Judges a day by the simulators' own states. Pure: the same evidence gives the same summary. */
export function summarise(evidence: Evidence): DaySummary {
  const { states, calls, cases } = evidence;
  const webOrders = states.centra.orders;
  const fulfilments = fulfilmentsByOrder(states);
  const open = new Set(cases.filter((c) => c.open).map((c) => c.subject));
  const of = (subject: string) => [fulfilments.get(subject) ?? [], open.has(subject)] as const;
  const web = webOrders.map((order) => judgeWebOrder(order, ...of(`centra ${order.number}`)));
  const sales = states.sitoo.orders.filter(isSale);
  const pos = sales.map((order) => judgeSale(order, ...of(`sitoo ${order.orderid}`)));
  const all = [...web, ...pos];

  const lost = all.filter((v) => v.waitsFor === 'nobody');
  const helped = { status: true, fulfiller: evidence.staffed, answer: evidence.operated, hold: false, nobody: false };
  const stuck = all.filter((v) => v.waitsFor !== undefined && helped[v.waitsFor]);
  const strays = all.filter((v) => v.stray);
  const duplicates = all.flatMap((v) => v.duplicates);
  const unpaid = webOrders.flatMap((o) => o.shipments.filter((s) => s.isShipped && !s.isCaptured && !s.isPaid));
  const refusals = [calls.centra, calls.sitoo, calls.wms].flatMap((c) => c.refusals);
  const bad = lost.length + duplicates.length + strays.length + stuck.length + unpaid.length + refusals.length;
  const stock = evidence.stock && judgeStock(states, evidence.stock, { calls: calls.centra, cases });
  const returns = judgeReturns(states, evidence.world);
  const stockIsRight = stock === undefined || (stock.summary.booksEqual && stock.summary.waiting === 0);
  const troubled = new Set([...evidence.heldBack, ...cases.map((c) => c.subject)]);
  return {
    ok: bad === 0 && stockIsRight && returnsAreRight(returns.summary),
    systems: SYSTEMS.filter((system) => hasSimulated(evidence.world ?? {}, system)),
    orders: { web: count(web), pos: { ...count(pos), toDeliver: sales.filter((s) => s.deliverToWarehouse).length } },
    cases: countCases(cases),
    lost: lost.length,
    duplicates: duplicates.length,
    strays: strays.length,
    stuck: stuck.length,
    shippedWithoutCapture: unpaid.length,
    refusals,
    throttled: calls.centra.throttled + calls.sitoo.throttled + calls.wms.throttled,
    calls: { centra: calls.centra.total, sitoo: calls.sitoo.total, wms: calls.wms.total },
    sitoo: { mostInFlight: calls.sitoo.mostInFlight },
    historyEvents: { p50: spread(evidence.historyLengths).p50, max: Math.max(0, ...evidence.historyLengths) },
    latencyMs: measureLatency(states, fulfilments, troubled),
    returns: returns.summary,
    ...(stock === undefined ? {} : { stock: stock.summary }),
    seconds: Math.round(evidence.seconds * 10) / 10,
    plan: evidence.plan,
    workerKills: evidence.workerKills,
    findings: [
      ...lost.map((v) => `${v.subject} is lost`),
      ...duplicates,
      ...strays.map((v) => `${v.subject} was cancelled and is still alive where it is picked`),
      ...stuck.map((v) => `${v.subject} waits ${whatFor(v, cases)}`),
      ...unpaid.map((s) => `shipment ${s.id} left without its money`),
      ...returns.findings,
      ...(stock?.findings ?? []),
    ].slice(0, 20),
  };
}

function whatFor({ subject, waitsFor }: Verdict, cases: readonly CaseSeen[]): string {
  if (waitsFor === 'status') return 'for its status to be returned';
  if (waitsFor === 'fulfiller') return 'for its fulfiller';
  const existing = cases.find((c) => c.open && c.subject === subject);
  return `although there are operators: ${existing?.code ?? ''} ${existing?.whatHappened ?? ''}`;
}

function count(verdicts: readonly Verdict[]): Count {
  const of = (state: Verdict['state']) => verdicts.filter((v) => v.state === state).length;
  return { total: verdicts.length, completed: of('completed'), waiting: of('waiting'), cancelled: of('cancelled') };
}

/** A case that opens twice about one order counts once: how often it is repeated depends on chance, not on the day. */
function countCases(cases: Evidence['cases']): DaySummary['cases'] {
  const existing = new Map<string, { code: string; open: boolean }>();
  for (const { subject, code, open, autoResolved } of cases) {
    if (autoResolved) continue;
    const key = `${code} ${subject}`;
    existing.set(key, { code, open: open || existing.get(key)?.open === true });
  }
  const questions = [...existing.values()];
  const byCode: Record<string, number> = {};
  for (const { code } of questions.toSorted((a, b) => a.code.localeCompare(b.code)))
    byCode[code] = (byCode[code] ?? 0) + 1;
  const open = questions.filter((c) => c.open).length;
  const autoResolved = cases.filter((c) => c.autoResolved).length;
  return { opened: questions.length, resolved: questions.length - open, open, autoResolved, byCode };
}
