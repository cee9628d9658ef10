/**
 * The folder through which files are exchanged, wherever it is. Paths are relative to it. Every method throws a `SystemProblem`
 * `unreachable` when the folder cannot be reached: each may be repeated, since a repeat leaves the same.
 */
export interface ExchangeFolder {
  /** Names of the files in a folder; none when the folder is not there. */
  list(folder: string): Promise<string[]>;
  /** Undefined when there is no such file. */
  read(path: string): Promise<Buffer | undefined>;
  /** Written under another name first: whoever lists the folder sees the whole file or none. Replaces one of the same name. */
  write(path: string, content: Buffer): Promise<void>;
  /** Replaces a file of the new name. Does nothing when there is none of the old one: it was moved before. */
  move(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Makes folders that are not there. */
  make(folders: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
