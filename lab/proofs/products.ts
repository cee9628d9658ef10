#!/usr/bin/env node
import { row, runProof } from './command.js';
import { type Measured, type ProductsReport, runProducts } from './products/run-products.js';

/** More calls than this, times the least that the batch limits allow, is waste. */
const MOST_RATIO = 1.2;

const asText = (title: string, { products, calls, least, ratio, seconds, byOperation }: Measured): string =>
  [
    `\n${title}\n`,
    row('products', products),
    row('calls', calls, `at least ${least}, ratio ${ratio}`),
    ...Object.entries(byOperation).map(([name, count]) => row(`  ${name}`, count)),
    row('took', `${seconds} s`),
  ].join('');

/** `npm run prove:products`: a first load and an update, counted in calls. */
await runProof<ProductsReport>({
  name: 'products',
  description:
    'Load a catalogue into tills and warehouse that know none of it, change 300 products, count the calls and compare what they hold.',
  number: { flag: 'products', words: 'products of the catalogue', usually: 20_000 },
  run: runProducts,
  killsWorker: true,
  isGood: ({ firstLoad, update, wrong }) =>
    firstLoad.ratio <= MOST_RATIO && update.ratio <= MOST_RATIO && wrong.sitoo + wrong.wms === 0,
  asText: ({ firstLoad, update, wrong, workerKills }) =>
    [
      asText('First load', firstLoad),
      asText('Update', update),
      '\nAfterwards\n',
      row('products wrong at the tills', wrong.sitoo),
      row('products wrong in the warehouse', wrong.wms),
      row('times the worker was killed', workerKills),
    ].join(''),
});
