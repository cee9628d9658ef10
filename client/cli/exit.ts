/** What the exit code of `onepool` tells a script. */
export const EXIT = {
  ok: 0,
  /** It was tried and did not succeed. */
  failed: 1,
  /** The command line or the configuration is wrong; nothing was tried. */
  usage: 2,
  /** It worked, and what it found needs a person: open cases, problems found by the doctor. */
  needsPerson: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

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
