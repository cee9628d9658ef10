import { Command, InvalidArgumentError } from 'commander';
import { perform, type Shell } from '../shell.js';

interface Options {
  readonly brand?: string;
  readonly feed?: string;
  readonly data?: string;
  readonly speed?: number;
}

/** `onepool up`: runs everything that a brand needs on this machine until Ctrl-C. */
export function upCommand(shell: Shell): Command {
  return new Command('up')
    .description(
      'Run Temporal, PostgreSQL, gateway and worker on this machine until Ctrl-C. Each counterpart whose address (CENTRA_URL, SITOO_URL, WMS_URL) is not set is simulated.',
    )
    .option('--brand <file>', 'the brand file; without it, ONEPOOL_BRAND, else a brand made for the simulators')
    .option('--feed <file>', 'play this day (docs/feed.md) against the simulators')
    .option('--speed <times>', 'how many times faster than real time the rehearsal runs', faster)
    .option('--data <folder>', 'where data and logs are kept; without it, ~/.local/share/onepool')
    .action((options: Options) =>
      perform(shell, false, async () => {
        const { up } = await import('../../../lab/day/up.js');
        await up({
          ...options,
          env: shell.env,
          write: shell.write,
          report: (sentence) => shell.stderr(`${sentence}\n`),
        });
        return undefined;
      }),
    );
}

function faster(text: string): number {
  const speed = Number(text);
  if (!Number.isFinite(speed) || speed < 1) throw new InvalidArgumentError('Give a number, 1 or more.');
  return speed;
}
