import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import ssh2, { type Attributes, type FileEntry } from 'ssh2';

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;

/** What a request is answered with. */
export type Reply =
  | { readonly status: number }
  | { readonly handle: Buffer }
  | { readonly data: Buffer }
  | { readonly names: FileEntry[] }
  | { readonly attributes: Attributes };

interface Listing {
  readonly names: FileEntry[];
  wasRead: boolean;
}

export const DONE: Reply = { status: STATUS_CODE.OK };
const FILE_MODE = 0o100660;
const FOLDER_MODE = 0o040770;

/** A folder as plain SFTP (version 3) shows it: a rename onto a file that is there fails. */
export class ServedFolder {
  readonly #root: string;
  readonly #files = new Map<number, FileHandle>();
  readonly #listings = new Map<number, Listing>();
  #nextHandle = 0;

  constructor(root: string) {
    this.#root = root;
  }

  /** Where a path of the client lies: never outside the folder. */
  #at(path: string): string {
    return join(this.#root, posix.normalize(`/${path}`));
  }

  async open(path: string, flags: number): Promise<Reply> {
    const writes = (flags & OPEN_MODE.WRITE) !== 0;
    const file = await open(this.#at(path), writes ? 'w' : 'r');
    return { handle: this.#handle((handle) => this.#files.set(handle, file)) };
  }

  async read(handle: Buffer, offset: number, length: number): Promise<Reply> {
    const { bytesRead, buffer } = await this.#file(handle).read(Buffer.alloc(length), 0, length, offset);
    return bytesRead === 0 ? { status: STATUS_CODE.EOF } : { data: buffer.subarray(0, bytesRead) };
  }

  async write(handle: Buffer, offset: number, data: Buffer): Promise<Reply> {
    await this.#file(handle).write(data, 0, data.length, offset);
    return DONE;
  }

  async close(handle: Buffer): Promise<Reply> {
    const number = handle.readUInt32BE();
    await this.#files.get(number)?.close();
    this.#files.delete(number);
    this.#listings.delete(number);
    return DONE;
  }

  async attributesOf(path: string): Promise<Reply> {
    return { attributes: await this.#attributes(this.#at(path)) };
  }

  async attributesOfOpen(handle: Buffer): Promise<Reply> {
    const { size, mtimeMs } = await this.#file(handle).stat();
    return { attributes: attributes({ size, mtimeMs, isFolder: false }) };
  }

  async openFolder(path: string): Promise<Reply> {
    const folder = this.#at(path);
    const names: FileEntry[] = [];
    for (const filename of await readdir(folder)) {
      const attrs = await this.#attributes(join(folder, filename));
      names.push({ filename, longname: longName(filename, attrs), attrs });
    }
    return { handle: this.#handle((handle) => this.#listings.set(handle, { names, wasRead: false })) };
  }

  async readFolder(handle: Buffer): Promise<Reply> {
    const listing = this.#listings.get(handle.readUInt32BE());
    if (listing === undefined || listing.wasRead || listing.names.length === 0) return { status: STATUS_CODE.EOF };
    listing.wasRead = true;
    return { names: listing.names };
  }

  async remove(path: string): Promise<Reply> {
    await rm(this.#at(path));
    return DONE;
  }

  async rename(from: string, to: string): Promise<Reply> {
    const exists = await stat(this.#at(to)).then(
      () => true,
      () => false,
    );
    if (exists) return { status: STATUS_CODE.FAILURE };
    await rename(this.#at(from), this.#at(to));
    return DONE;
  }

  async makeFolder(path: string): Promise<Reply> {
    await mkdir(this.#at(path));
    return DONE;
  }

  async realPath(path: string): Promise<Reply> {
    const filename = posix.normalize(`/${path}`);
    const attrs = attributes({ size: 0, mtimeMs: 0, isFolder: true });
    return { names: [{ filename, longname: filename, attrs }] };
  }

  async closeAll(): Promise<void> {
    for (const file of this.#files.values()) await file.close().catch(() => {});
    this.#files.clear();
  }

  #handle(keep: (handle: number) => void): Buffer {
    const number = this.#nextHandle++;
    keep(number);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(number);
    return handle;
  }

  #file(handle: Buffer): FileHandle {
    const file = this.#files.get(handle.readUInt32BE());
    if (file === undefined) throw new Error('no such handle');
    return file;
  }

  async #attributes(path: string): Promise<Attributes> {
    const found = await stat(path);
    return attributes({ size: found.size, mtimeMs: found.mtimeMs, isFolder: found.isDirectory() });
  }
}

function attributes({ size, mtimeMs, isFolder }: { size: number; mtimeMs: number; isFolder: boolean }): Attributes {
  const seconds = Math.floor(mtimeMs / 1000);
  return { mode: isFolder ? FOLDER_MODE : FILE_MODE, uid: 0, gid: 0, size, atime: seconds, mtime: seconds };
}

/** Clients read from its first letter what an entry is. */
const longName = (name: string, { mode, size }: Attributes): string =>
  `${mode === FOLDER_MODE ? 'drwxrwx---' : '-rw-rw----'} 1 owner group ${size} Jan 1 00:00 ${name}`;
