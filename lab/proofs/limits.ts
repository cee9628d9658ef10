#!/usr/bin/env node
import { Command, Option } from 'commander';
import { EXIT } from '../../client/cli/exit.js';
import { perform } from '../../client/cli/shell.js';
import { shellOfThisProcess } from '../../client/cli/shell-of-this-process.js';
import type { Measured, Run } from './limits/measure.js';
import { type Broken, runLimits, SECTIONS } from './limits/run-limits.js';

/** More calls for each piece than a third of the work takes means that they grow faster than the work. */
const MOST_GROWTH_OF_CALLS = 1.25;
/** Times sway with whatever else the processors do; work that grows with the square would take three times as long for each piece. */
const MOST_GROWTH_OF_TIME = 2;

interface Options {
  readonly only?: readonly string[];
  readonly scale: number;
  readonly json?: true;
}

const isGood = (one: Measured | Broken): boolean =>
  !('brokeOff' in one) &&
  one.third.ended &&
  one.whole.ended &&
  one.growth.calls <= MOST_GROWTH_OF_CALLS &&
  one.growth.time <= MOST_GROWTH_OF_TIME;

const runLine = ({ size, ended, calls, seconds, notes }: Run): string =>
  `  ${String(size).padStart(9)}  ${ended ? 'ended' : 'NOT ENDED'}  ${String(calls).padStart(8)} calls  ${String(seconds).padStart(8)} s   ${notes.join('; ')}\n`;

const asText = (one: Measured | Broken): string => {
  const head = `\n${isGood(one) ? 'ok  ' : 'FAIL'} ${one.name}: ${one.what}\n`;
  if ('brokeOff' in one) return `${head}  broke off: ${one.brokeOff}\n`;
  const { calls, time } = one.growth;
  return `${head}${runLine(one.third)}${runLine(one.whole)}  from a third to the whole, for each of them: ${calls} times the calls, ${time} times the time\n`;
};

/** `npm run prove:limits`: states beyond every bound, worked through by the product's own code. */
const command = new Command('limits')
  .description(
    'Work through states that are larger than any bound of the product, and compare a third of each with the whole: everything ends, and calls grow no faster than the work.',
  )
  .addOption(new Option('--only <sections...>', 'some sections alone').choices(SECTIONS.map(({ name }) => name)))
  .option('--scale <part>', 'part of the full sizes, e.g. 0.1', Number, 1)
  .option('--json', 'end with one line of JSON; everything else goes to standard error')
  .action(({ only, scale, json }: Options) =>
    perform(shellOfThisProcess, json === true, async () => {
      const { write, stderr } = shellOfThisProcess;
      const report = (sentence: string) => (json ? stderr : write)(`${sentence}\n`);
      const measured = await runLimits({ only, scale, report });
      write(json ? `${JSON.stringify({ sections: measured })}\n` : measured.map(asText).join(''));
      return measured.every(isGood) ? EXIT.ok : EXIT.failed;
    }),
  );
await command.parseAsync();
