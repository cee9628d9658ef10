/** Exit codes of `onepool`, for scripts. */
export const EXIT = {
  ok: 0,
  /** The command ran and failed. */
  failed: 1,
  /** The command line or the configuration is wrong; nothing was done. */
  usage: 2,
  /** The command worked, and what it found needs a person: open cases, problems that the doctor found. */
  needsPerson: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The same for people: in the help, and in docs/cli.md. */
export const EXIT_CODES: Readonly<Record<ExitCode, string>> = {
  [EXIT.ok]: 'done',
  [EXIT.failed]: 'failed',
  [EXIT.usage]: 'wrong usage or configuration; nothing was done',
  [EXIT.needsPerson]: 'done, and something needs a person: open cases, problems, differences',
};

/** Ends a command with a sentence for the person at the terminal, without a stack. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exitCode: ExitCode;

  constructor(sentence: string, exitCode: ExitCode) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

/** Ends the command with a sentence. @throws Refusal always */
export function fail(sentence: string, exitCode: ExitCode = EXIT.failed): never {
  throw new Refusal(sentence, exitCode);
}
