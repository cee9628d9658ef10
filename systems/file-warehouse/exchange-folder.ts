/**
 * The folder through which files are exchanged, wherever it is. Paths are relative to it. Every method throws a `SystemProblem`
 * `unreachable` when the folder cannot be reached: each may be repeated, since a repeat leaves the same.
 */
export interface ExchangeFolder {
  /** Whether there is such a folder. */
  has(folder: string): Promise<boolean>;
  /** Names of the files in a folder; none when the folder is not there. */
  list(folder: string): Promise<string[]>;
  /** The same, with when each was written, by the folder's own clock, epoch ms. */
  ages(folder: string): Promise<{ readonly name: string; readonly writtenAtMs: number }[]>;
  /** Undefined when there is no such file. @throws UnusableFile when it has more bytes, or cannot be read although others can */
  read(path: string, mostBytes?: number): Promise<Buffer | undefined>;
  /** Written under another name first: whoever lists the folder sees the whole file or none. Replaces one of the same name. */
  write(path: string, content: Buffer): Promise<void>;
  /**
   * Replaces a file of the new name. Does nothing when there is none of the old one: it was moved before.
   * @throws UnusableFile when it cannot be moved although others can
   */
  move(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Makes a folder that is not there, in one that is. */
  make(folder: string): Promise<void>;
  close(): Promise<void>;
}

/** One file cannot be used, while others can. The message is a sentence for its maker, with what to do and without a value. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
  /** Whether it may be usable in a while, as one that another program has open. */
  readonly mayPass: boolean;

  constructor(sentence: string, { mayPass }: { readonly mayPass: boolean }) {
    super(sentence);
    this.mayPass = mayPass;
  }
}

const BYTES_A_MEGABYTE = 1_000_000;

export const tooLarge = (mostBytes: number): UnusableFile =>
  new UnusableFile(`It is larger than ${mostBytes / BYTES_A_MEGABYTE} MB: write several smaller ones.`, {
    mayPass: false,
  });

export const unreadable = (code: string): UnusableFile =>
  new UnusableFile(`It cannot be read (${code}): let Onepool's user read it, and write it again.`, { mayPass: true });

export const unmovable = (code: string): UnusableFile =>
  new UnusableFile(`It cannot be moved away (${code}): close it, and let Onepool's user move files of this folder.`, {
    mayPass: true,
  });
