import { describe } from './report.js';
import type { Outcome } from './simulate.js';
import type { StudyReport } from './study.js';

const WIDTH = 960;
const NAMES = 130;
const PANEL = 300;
const GAP = 100;
const TOP = 130;
const ROW = 64;
const COLOURS = { oversold: '#c2410c', p50: '#0e7490', p99: '#94a3b8' } as const;
/** Staleness spans seconds to hours, so its bars grow with the logarithm, from a tenth of a second on. */
const SHORTEST_MS = 100;

/** The report as a picture: units oversold on the left, staleness on the right, a row per policy. */
export function chartOf(report: StudyReport): string {
  const rows = Object.entries(report.policies);
  const height = TOP + rows.length * ROW + 40;
  const most = Math.max(1, ...rows.map(([, o]) => o.oversold));
  const longest = Math.max(SHORTEST_MS * 10, ...rows.map(([, o]) => o.staleness.p99));
  const right = NAMES + PANEL + GAP;
  const log = (ms: number) => Math.log(Math.max(SHORTEST_MS, ms) / SHORTEST_MS) / Math.log(longest / SHORTEST_MS);
  const row = ([name, outcome]: [string, Outcome], i: number): string => {
    const y = TOP + i * ROW;
    const { oversold, staleness } = outcome;
    return [
      text({ x: NAMES - 12, y: y + 27 }, name, 'font-weight="600" text-anchor="end"'),
      bar({ x: NAMES, y: y + 8, length: oversold / most, thick: 30, colour: COLOURS.oversold, label: `${oversold}` }),
      ...(['p50', 'p99'] as const).map((which, n) => {
        const label = describe(staleness[which]);
        return bar({
          x: right,
          y: y + 6 + n * 18,
          length: log(staleness[which]),
          thick: 15,
          colour: COLOURS[which],
          label,
        });
      }),
    ].join('');
  };
  const source = report.seed === null ? report.feed : `generated demand, seed ${report.seed}`;
  const what = `${report.sales} sales and ${report.webOrders} web orders in ${report.minutes} minutes, plan ${report.budget}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="sans-serif" font-size="14" fill="#0f172a">`,
    `<title>${escaped(`Oversell study: ${source}`)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    text(
      { x: 24, y: 36 },
      'Oversold units and staleness at the same budget of calls',
      'font-size="20" font-weight="600"',
    ),
    text({ x: 24, y: 60 }, `${source}: ${what}`, 'fill="#475569"'),
    key({ x: NAMES, y: TOP - 24 }, COLOURS.oversold, 'units oversold'),
    key({ x: right, y: TOP - 24 }, COLOURS.p50, 'staleness p50'),
    key({ x: right + 130, y: TOP - 24 }, COLOURS.p99, 'staleness p99'),
    ...rows.map(row),
    text(
      { x: right, y: height - 16 },
      'from the till until the web shop knows; logarithmic',
      'font-size="12" fill="#475569"',
    ),
    '</svg>\n',
  ].join('\n');
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function bar(of: { x: number; y: number; length: number; thick: number; colour: string; label: string }): string {
  const width = Math.max(1, Math.round(of.length * PANEL));
  const beside = `y="${of.y + of.thick / 2 + 5}" font-size="13"`;
  return [
    `<rect x="${of.x}" y="${of.y}" width="${width}" height="${of.thick}" fill="${of.colour}"/>`,
    `<text x="${of.x + width + 6}" ${beside}>${escaped(of.label)}</text>`,
  ].join('');
}

const key = ({ x, y }: Point, colour: string, label: string): string =>
  `<rect x="${x}" y="${y - 11}" width="12" height="12" fill="${colour}"/>${text({ x: x + 18, y }, label, '')}`;

const text = ({ x, y }: Point, words: string, style: string): string =>
  `<text x="${x}" y="${y}" ${style}>${escaped(words)}</text>`;

const escaped = (words: string): string =>
  words.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
