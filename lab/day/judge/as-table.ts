import type { System } from '../../../domain/names.js';
import type { ReturnsSummary } from './returns.js';
import type { StockSummary } from './stock/judge-stock.js';
import type { DaySummary } from './summary.js';

/** The summary in words for people who run a shop. */
export function asTable(s: DaySummary): string {
  const { web, pos } = s.orders;
  const row = (label: string, value: string | number, note = '') =>
    `  ${label.padEnd(34)}${String(value).padStart(7)}${note === '' ? '' : `   ${note}`}`;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const has = (system: System) => s.systems.includes(system);
  const of = (system: System, lines: readonly string[]) => (has(system) ? lines : []);
  const rows = [
    '',
    s.ok ? 'The day went well.' : 'The day did NOT go well.',
    '',
    ...of('centra', [
      'Orders from the web shop',
      row('placed', web.total),
      row('completed', web.completed),
      row('cancelled', web.cancelled),
      row('waiting', web.waiting),
    ]),
    ...of('sitoo', [
      'Sales at the tills',
      row('sold', pos.total, has('wms') ? `${pos.toDeliver} of them to be delivered by the warehouse` : ''),
      row('completed', pos.completed),
      row('waiting', pos.waiting),
    ]),
    ...(s.returns.refunds === 0 ? [] : returnRows(s.returns, row)),
    'Cases',
    row('opened', s.cases.opened, 'for a person to answer'),
    row('answered', s.cases.resolved),
    row('still open', s.cases.open),
    'What must never happen',
    row('orders lost', s.lost),
    row('orders or goods doubled', s.duplicates),
    row('cancelled but still being picked', s.strays),
    row('orders that are stuck', s.stuck),
    ...of('centra', [row('shipped before the money was taken', s.shippedWithoutCapture)]),
    row('calls that broke a contract', s.refusals.length),
    ...(s.stock === undefined ? [] : stockRows({ stock: s.stock, systems: s.systems }, row, seconds)),
    'How fast, and at what cost',
    row('from order to picker', seconds(s.latencyMs.placed.p50), `99 of 100 within ${seconds(s.latencyMs.placed.p99)}`),
    ...of('centra', [
      row(
        'from parcel to web shop',
        seconds(s.latencyMs.shipped.p50),
        `99 of 100 within ${seconds(s.latencyMs.shipped.p99)}`,
      ),
      row('calls to the web shop', s.calls.centra, `plan ${s.plan}`),
    ]),
    ...of('sitoo', [row('calls to the tills', s.calls.sitoo, `at most ${s.sitoo.mostInFlight} at a time`)]),
    ...of('wms', [row('calls to the warehouse', s.calls.wms)]),
    row('calls that were throttled', s.throttled),
    row('history events of an order', s.historyEvents.p50, `at most ${s.historyEvents.max}`),
    ...(s.workerKills === 0 ? [] : [row('times the worker was killed', s.workerKills)]),
    row('the day took', `${s.seconds} s`),
    ...(s.findings.length === 0 ? [] : ['', 'Look at these first', ...s.findings.map((f) => `  ${f}`)]),
    ...(s.refusals.length === 0 ? [] : ['', 'Contracts broken', ...s.refusals.slice(0, 10).map((r) => `  ${r}`)]),
  ];
  return `${rows.join('\n')}\n`;
}

/** Goods that came back over the counter. What must never happen is shown only when it did. */
function returnRows(returns: ReturnsSummary, row: (label: string, value: number, note?: string) => string): string[] {
  const wrong = [
    ['that the web shop lacks', returns.missing],
    ['returned twice', returns.twice],
    ['returned to another order', returns.wrongOrder],
    ['begun and not finished', returns.incomplete],
    ['more came back than was sent', returns.beyondShipped],
    ['more given back than was taken', returns.beyondCaptured],
    ['whose goods are in the wrong stock', returns.restockedWrong],
  ] as const;
  return [
    'Goods that came back in stores',
    row('refunds at tills', returns.refunds, `${returns.ofWebOrders} of them of web orders`),
    row('returns in the web shop', returns.made),
    ...wrong.flatMap(([label, count]) => (count === 0 ? [] : [row(label, count)])),
  ];
}

/** Who holds figures of stock, as the summary calls them. */
const HOLDERS: Readonly<Record<System, string>> = { centra: 'shop', sitoo: 'tills', wms: 'warehouse' };

/** Stock in the words of a shop. */
function stockRows(
  { stock, systems }: { readonly stock: StockSummary; readonly systems: readonly System[] },
  row: (label: string, value: string | number, note?: string) => string,
  seconds: (ms: number) => string,
): string[] {
  const { stalenessMs, calls } = stock;
  return [
    'Is every unit where the records say',
    row(
      'figures that differ',
      stock.differences,
      `${systems.map((system) => HOLDERS[system]).join(', ')} and our ledger, after what is on its way`,
    ),
    row('figures still to be published', stock.waiting),
    ...(systems.includes('centra') && systems.includes('sitoo')
      ? [
          row('from till sale to web shop', seconds(stalenessMs.p50), `99 of 100 within ${seconds(stalenessMs.p99)}`),
          row('units sold at tills', stock.unitsSold, `${stock.movements} movements in stores`),
          row('calls to publish stock', calls.centra, `${calls.per1000Sales} for 1,000 sales`),
        ]
      : []),
    row('oversold, with a case', stock.oversold),
    ...(stock.unpublished === 0 ? [] : [row('movements never published', stock.unpublished)]),
    ...(stock.shippedBeyondStock === 0 ? [] : [row('units sent that were not there', stock.shippedBeyondStock)]),
  ];
}
