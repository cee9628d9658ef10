import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { EXIT, fail } from '../../client/cli/exit.js';
import { perform, type Shell } from '../../client/cli/shell.js';
import type { Plan } from '../simulators/centra/limits.js';
import { POLICIES, type PolicyName } from './policy.js';

interface Options {
  readonly feed?: string;
  readonly budget: Plan;
  readonly policy: readonly PolicyName[];
  readonly seed: number;
  readonly out: string;
  readonly json?: true;
}

/** `npm run study:oversell`: what is oversold under four ways to publish stock to the web shop, at the same budget of calls. */
export function studyCommand(shell: Shell): Command {
  return new Command('study:oversell')
    .description('Play sales and web orders in virtual time against policies, and count what is oversold.')
    .option('--feed <file>', 'what to play, as JSON lines (docs/feed.md); generated demand when left out')
    .addOption(
      new Option('--budget <plan>', "the web shop's rate limits")
        .choices(['growth', 'enhanced', 'high-volume', 'enterprise'])
        .default('growth'),
    )
    .option('--policy <names>', `some of ${POLICIES.join(',')}`, policies, POLICIES)
    .option('--seed <number>', 'another seed, another generated demand', whole, 1)
    .option('--out <file>', 'where to draw the chart', 'oversell-study.svg')
    .option('--json', 'print the report as one JSON document')
    .action(({ feed, budget, policy, seed, out, json }: Options) =>
      perform(shell, json === true, async () => {
        const { study } = await import('./study.js');
        const { asText } = await import('./report.js');
        const { chartOf } = await import('./chart.js');
        const report = await study({ feed, seed, budget, policies: policy });
        const chart = resolve(out);
        await writeFile(chart, chartOf(report)).catch((cause: Error) =>
          fail(`The chart cannot be written: ${cause.message}`),
        );
        shell.write(json ? `${JSON.stringify({ ...report, chart })}\n` : asText(report, chart));
        if (json) shell.stderr(`The chart is in ${chart}.\n`);
        return EXIT.ok;
      }),
    );
}

function policies(text: string): readonly PolicyName[] {
  const names = text.split(',').map((name) => name.trim());
  const chosen = POLICIES.filter((name) => names.includes(name));
  if (chosen.length === 0 || chosen.length !== new Set(names).size)
    throw new InvalidArgumentError(`Name one or more of ${POLICIES.join(', ')}, with commas between.`);
  return chosen;
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
}
