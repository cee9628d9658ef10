import { Command } from 'commander';
import { EXIT } from '../../client/cli/exit.js';
import { positiveInteger } from '../../client/cli/positive-integer.js';
import { perform } from '../../client/cli/shell.js';
import { shellOfThisProcess } from '../../client/cli/shell-of-this-process.js';

/** A proof that is run from a script of package.json: it takes one number, `--json` and what it offers besides, and fails when it finds what must not be. */
export interface Proof<T> {
  readonly name: string;
  readonly description: string;
  readonly number: { readonly flag: string; readonly words: string; readonly usually: number };
  /** It can be run while the worker is killed again and again, about every so many seconds. */
  readonly killsWorker?: true;
  run(count: number, report: (sentence: string) => void, killWorkerEvery?: number): Promise<T>;
  isGood(result: T): boolean;
  asText(result: T): string;
}

interface Options extends Readonly<Record<string, unknown>> {
  readonly killWorkerEvery?: number;
}

export async function runProof<T>(proof: Proof<T>): Promise<void> {
  const shell = shellOfThisProcess;
  const { flag, words, usually } = proof.number;
  const command = new Command(proof.name)
    .description(proof.description)
    .option(`--${flag} <number>`, words, positiveInteger(7), usually)
    .option('--json', 'end with one line of JSON; everything else goes to standard error')
    .action((options: Options) =>
      perform(shell, options.json === true, async () => {
        const report = (sentence: string) => (options.json ? shell.stderr : shell.write)(`${sentence}\n`);
        const result = await proof.run(Number(options[flag]), report, options.killWorkerEvery);
        shell.write(options.json ? `${JSON.stringify(result)}\n` : proof.asText(result));
        return proof.isGood(result) ? EXIT.ok : EXIT.failed;
      }),
    );
  if (proof.killsWorker)
    command.option(
      '--kill-worker-every <seconds>',
      'end the worker in the middle of its work, about this often',
      positiveInteger(4),
    );
  await command.parseAsync();
}

/** One line of a report for people. */
export const row = (label: string, value: string | number, note = ''): string =>
  `  ${label.padEnd(40)}${String(value).padStart(9)}${note === '' ? '' : `   ${note}`}\n`;
