import { Command, InvalidArgumentError, Option } from 'commander';
import type { WarehouseKind } from '../../../systems/warehouse-kinds.js';
import { EXIT, Refusal } from '../exit.js';
import { perform, type Shell } from '../shell.js';

interface Options {
  readonly feed?: string;
  readonly pair?: 'warehouse-sitoo' | 'centra-sitoo' | 'centra-warehouse';
  readonly warehouse?: string;
  readonly fileFaults?: true;
  readonly speed: number;
  readonly seed: number;
  readonly staff: 'on' | 'off';
  readonly operators: 'on' | 'off';
  readonly plan: 'growth' | 'enhanced' | 'high-volume' | 'enterprise';
  readonly killWorkerEvery?: number;
  readonly loseAnswersEvery?: number;
  readonly ui?: true;
  readonly keep?: true;
  readonly json?: true;
}

/** One in so many files: primes, so that all of them meet all kinds of files. */
const FILE_FAULTS = { doubled: 5, cut: 7, late: 11 };

/** Ten hours in a minute. */
const SPEED = 600;

/** `onepool demo`: plays a whole day and judges it by what the simulated counterparts hold at the end. */
export function demoCommand(shell: Shell): Command {
  return new Command('demo')
    .description(
      'Play a whole trading day on this machine against simulated counterparts, and judge it by their records.',
    )
    .option('--feed <file>', 'the day to play, as JSON lines (docs/feed.md); without it, the bundled day')
    .addOption(
      new Option('--pair <pair>', 'play the bundled day with two of the three systems')
        .choices(['warehouse-sitoo', 'centra-sitoo', 'centra-warehouse'])
        .conflicts('feed'),
    )
    .option(
      '--warehouse <kind>',
      'which kind of warehouse is simulated, by its name in the brand file (warehouse.kind)',
    )
    .option('--file-faults', 'files of a warehouse of the kind file come twice, cut, late and out of order')
    .option('--speed <times>', 'how many times faster than real time', above(0), SPEED)
    .option('--seed <number>', 'seed of the bundled day', whole, 1)
    .addOption(onOff('--staff <on|off>', 'whether simulated staff in stores and warehouse do what the feed leaves out'))
    .addOption(onOff('--operators <on|off>', 'whether simulated people answer the cases'))
    .addOption(
      new Option('--plan <plan>', "the web shop's rate limits")
        .choices(['growth', 'enhanced', 'high-volume', 'enterprise'])
        .default('growth'),
    )
    .option('--kill-worker-every <seconds>', 'kill the worker in the middle of its work, about this often', above(0))
    .option('--lose-answers-every <calls>', 'one in this many writing calls takes effect and loses its answer', whole)
    .option('--ui', "serve Temporal's Web UI while the day runs")
    .option('--keep', 'keep data and logs')
    .option('--json', 'print the summary as one line of JSON')
    .action((options: Options) =>
      perform(shell, options.json === true, async () => {
        const { demo } = await import('../../../lab/day/demo.js');
        const { feed, pair, speed, seed, plan, killWorkerEvery, loseAnswersEvery } = options;
        const summary = await demo({
          feed,
          pair,
          warehouse: {
            kind: await kindOf(options.warehouse),
            ...(options.fileFaults ? { fileFaults: FILE_FAULTS } : {}),
          },
          speed,
          seed,
          plan,
          killWorkerEvery,
          loseAnswersEvery,
          staffed: options.staff === 'on',
          operated: options.operators === 'on',
          keep: options.keep === true,
          ui: options.ui === true,
          env: shell.env,
          report: (sentence) => shell.stderr(`${sentence}\n`),
        });
        const { asTable } = await import('../../../lab/day/judge/as-table.js');
        shell.write(options.json ? `${JSON.stringify(summary)}\n` : asTable(summary));
        return summary.ok ? EXIT.ok : EXIT.failed;
      }),
    );
}

/** Kinds come with their adapters, which help texts do not wait for. */
async function kindOf(wanted: string | undefined): Promise<WarehouseKind> {
  const { WAREHOUSE_KINDS } = await import('../../../systems/warehouse-kinds.js');
  const kind = wanted === undefined ? WAREHOUSE_KINDS[0] : WAREHOUSE_KINDS.find((one) => one === wanted);
  if (kind === undefined)
    throw new Refusal(
      `There is no kind of warehouse ${wanted}. Choose one of: ${WAREHOUSE_KINDS.join(', ')}.`,
      EXIT.usage,
    );
  return kind;
}

function onOff(flags: string, description: string): Option {
  return new Option(flags, description).choices(['on', 'off']).default('on');
}

function above(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isFinite(value) || value <= least) throw new InvalidArgumentError(`Give a number above ${least}.`);
    return value;
  };
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
}
