#!/usr/bin/env node
import { row, runProof } from './command.js';
import { runSoak, type SoakReport } from './soak/run-soak.js';

/** A history beyond this is slow to replay, and the server warns of it. */
const MOST_EVENTS = 10_000;
/** Memory that is flat still sways with the garbage collector. */
const MOST_GROWTH = 1.25;

/** `npm run soak`: fifty thousand movements through everything; about a quarter of an hour on two processors. */
await runProof<SoakReport>({
  name: 'soak',
  description: 'Send movements of stock through everything, as fast as they are taken, and watch what grows.',
  number: { flag: 'movements', words: 'movements in stores and warehouse', usually: 50_000 },
  run: runSoak,
  isGood: ({ histories, workerMemory, booksEqual, waiting }) =>
    histories.mostEvents < MOST_EVENTS && workerMemory.growth <= MOST_GROWTH && booksEqual && waiting === 0,
  asText: ({ histories, workerMemory, ...report }) =>
    [
      '\n',
      row('movements', report.movements, `${report.perSecond} a second`),
      row('figures that differ', report.differences),
      row('figures still to be published', report.waiting),
      row('stock changes published to the shop', report.stockChanges),
      row('longest history', histories.mostEvents, `${histories.longest}; ${histories.runs} runs`),
      row('memory of the worker, first quarter', `${workerMemory.firstMb} MB`, 'after warming up'),
      row('memory of the worker, last quarter', `${workerMemory.lastMb} MB`, `${workerMemory.growth} times as much`),
      ...Object.entries(report.rows).map(([table, count]) => row(`rows in ${table}`, count)),
      row('took', `${report.seconds} s`),
      ...report.findings.map((finding) => `  ${finding}\n`),
    ].join(''),
});
