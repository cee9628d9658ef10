import { parseArgs } from 'node:util';
import { bench } from './bench.js';
import { asText } from './report.js';

/** `npm run bench`: how fast orders are, as ratios, in about two minutes. `--json` ends with one line of JSON. */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    load: { type: 'string', default: '300' },
    walked: { type: 'string', default: '20' },
    idle: { type: 'string', default: '30' },
  },
});

const report = await bench({
  rounds: Number(values.rounds),
  load: Number(values.load),
  walked: Number(values.walked),
  idle: Number(values.idle),
  tell: (sentence) => void (values.json ? process.stderr : process.stdout).write(`${sentence}\n`),
});
process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : asText(report));
