/**
 * What we use of libraries that are loaded only when files are exchanged. The types of the libraries themselves say more; these say
 * what must stay true for us when one is upgraded.
 */
declare module 'csv-stringify/sync' {
  export function stringify(
    rows: readonly (readonly string[])[],
    options: { delimiter: string; record_delimiter: string },
  ): string;
}

declare module 'csv-parse/sync' {
  export function parse(
    text: string,
    options: { delimiter: string; bom: boolean; skip_empty_lines: boolean; relax_column_count: boolean },
  ): string[][];
}

declare module 'ssh2-sftp-client' {
  interface Entry {
    readonly type: string;
    readonly name: string;
  }
  export default class SftpClient {
    connect(options: {
      host: string;
      port: number;
      username: string;
      password: string;
      readyTimeout: number;
      hostVerifier: (key: Buffer) => boolean;
    }): Promise<unknown>;
    list(path: string): Promise<Entry[]>;
    get(path: string): Promise<unknown>;
    put(content: Buffer, path: string): Promise<string>;
    rename(from: string, to: string): Promise<string>;
    posixRename(from: string, to: string): Promise<string>;
    delete(path: string, noErrorOK?: boolean): Promise<string>;
    mkdir(path: string, recursive?: boolean): Promise<string>;
    exists(path: string): Promise<false | string>;
    end(): Promise<boolean>;
    on(event: 'error' | 'end' | 'close', listener: () => void): void;
  }
}
