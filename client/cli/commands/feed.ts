import { Command, InvalidArgumentError } from 'commander';
import { EXIT, fail } from '../exit.js';
import { perform, type Shell } from '../shell.js';

interface Options {
  readonly stores: number;
  readonly skus: number;
  readonly minutes: number;
  readonly salesPerSecond: number;
  readonly webOrdersPerMinute: number;
  readonly hot: number;
  readonly peak?: true;
  readonly returns?: number;
  readonly seed: number;
  readonly out?: string;
}

/** `onepool feed`: generates a feed from a seed: a busy stretch of a day, or a day of returns in stores. */
export function feedCommand(shell: Shell): Command {
  return new Command('feed')
    .description(
      'Generate a feed for "demo --feed" and the oversell study: a busy stretch of a day, or a day of returns.',
    )
    .option('--stores <number>', 'number of stores, beside one warehouse', whole(1, 200), 30)
    .option('--skus <number>', 'number of SKUs, hot ones included', whole(1, 9_999), 500)
    .option('--minutes <number>', 'length of the stretch', above(24 * 60), 10)
    .option('--sales-per-second <number>', 'sales at all tills', above(1_000), 20)
    .option('--web-orders-per-minute <number>', 'orders in the web shop', whole(0, 10_000), 6)
    .option('--hot <number>', 'number of SKUs with high demand and little stock', whole(0, 9_999), 20)
    .option('--peak', 'put half of all actions into the middle fifth')
    .option('--returns <number>', 'generate a day with this many returns in stores instead', whole(1, 2_000))
    .option('--seed <number>', 'seed of the feed', whole(0, 999_999_999), 1)
    .option('--out <file>', 'where to write it; without it, standard output')
    .action((options: Options) =>
      perform(shell, false, async () => {
        const { out, peak, returns, ...day } = options;
        if (day.hot >= day.skus)
          fail('There must be more SKUs than hot ones: raise --skus or lower --hot.', EXIT.usage);
        const { generateBusyDay } = await import('../../../lab/day/generate/busy-day.js');
        const { generateReturnsDay } = await import('../../../lab/day/generate/returns-day.js');
        const { formatFeed } = await import('../../../lab/day/feed/format-feed.js');
        const feed =
          returns === undefined
            ? generateBusyDay({ ...day, peak: peak === true })
            : generateReturnsDay({ seed: day.seed, stores: day.stores, skus: day.skus, returns });
        const text = formatFeed(feed);
        if (out === undefined) shell.write(text);
        else {
          const { writeFile } = await import('node:fs/promises');
          await writeFile(out, text).catch((cause: Error) => fail(`${out} cannot be written: ${cause.message}`));
          shell.stderr(`${feed.actions.length} actions are in ${out}.\n`);
        }
        return EXIT.ok;
      }),
    );
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most))
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    return value;
  };
}

function above(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!(value > 0 && value <= most)) throw new InvalidArgumentError(`Give a number above 0, at most ${most}.`);
    return value;
  };
}
