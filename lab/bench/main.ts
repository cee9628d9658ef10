#!/usr/bin/env node
import { Command } from 'commander';
import { EXIT } from '../../client/cli/exit.js';
import { positiveInteger } from '../../client/cli/positive-integer.js';
import { perform } from '../../client/cli/shell.js';
import { shellOfThisProcess } from '../../client/cli/shell-of-this-process.js';

interface Options {
  readonly busy?: true;
  readonly rounds: number;
  readonly load: number;
  readonly json?: true;
}

const shell = shellOfThisProcess;

/** `npm run bench`: how fast orders and stock are, as ratios, in three to four minutes on two processors. */
await new Command('bench')
  .description('Measure orders beside bare workflows, on this machine, with servers and counterparts of its own.')
  .option('--rounds <number>', 'rounds of bare workflows and web orders, in turn', positiveInteger(5), 3)
  .option('--load <number>', 'bare workflows, and web orders, of a round', positiveInteger(5), 300)
  .option('--busy', 'only what is measured while web orders flow and while counterparts are down')
  .option('--json', 'end with one line of JSON; everything else goes to standard error')
  .action(({ rounds, load, busy, json }: Options) =>
    perform(shell, json === true, async () => {
      const { bench, benchBusy } = await import('./bench.js');
      const { asText, busyText } = await import('./report.js');
      const report = (sentence: string) => (json ? shell.stderr : shell.write)(`${sentence.trimEnd()}\n`);
      const quiet = { rounds, load, walked: 60, idle: 30, sales: { idle: 30, burst: 1_000 } };
      const options = { ...quiet, flowSales: 60, outageOrders: 15, latencyMs: 100, report };
      if (busy) {
        const result = await benchBusy(options);
        shell.write(json ? `${JSON.stringify(result)}\n` : busyText(result));
      } else {
        const result = await bench(options);
        shell.write(json ? `${JSON.stringify(result)}\n` : asText(result));
      }
      return EXIT.ok;
    }),
  )
  .parseAsync();
