import { Command } from 'commander';
import { aboveZero } from '../cli/above-zero.js';
import { EXIT } from '../cli/exit.js';
import { perform } from '../cli/shell.js';
import { shellOfThisProcess } from '../cli/shell-of-this-process.js';

/** A proof that is run from a script of package.json: it takes one number and `--json`, and fails when it finds what must not be. */
export interface Proof<T> {
  readonly name: string;
  readonly description: string;
  readonly number: { readonly flag: string; readonly words: string; readonly usually: number };
  run(count: number, tell: (sentence: string) => void): Promise<T>;
  isGood(report: T): boolean;
  asText(report: T): string;
}

export async function runProof<T>(proof: Proof<T>): Promise<void> {
  const shell = shellOfThisProcess;
  const { flag, words, usually } = proof.number;
  await new Command(proof.name)
    .description(proof.description)
    .option(`--${flag} <number>`, words, aboveZero(7), usually)
    .option('--json', 'end with one line of JSON; everything else goes to standard error')
    .action((options: Readonly<Record<string, unknown>>) =>
      perform(shell, options.json === true, async () => {
        const tell = (sentence: string) => (options.json ? shell.complain : shell.write)(`${sentence}\n`);
        const report = await proof.run(Number(options[flag]), tell);
        shell.write(options.json ? `${JSON.stringify(report)}\n` : proof.asText(report));
        return proof.isGood(report) ? EXIT.ok : EXIT.failed;
      }),
    )
    .parseAsync();
}

/** One line of a report for people. */
export const row = (label: string, value: string | number, note = ''): string =>
  `  ${label.padEnd(40)}${String(value).padStart(9)}${note === '' ? '' : `   ${note}`}\n`;
