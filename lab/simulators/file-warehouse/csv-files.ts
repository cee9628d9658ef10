import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

export type Row = Readonly<Record<string, string>>;

/** A file of Onepool's, as docs/warehouse-files.md describes it. */
export interface ArrivedFile {
  readonly name: string;
  readonly number: number;
  readonly kind: string;
  readonly rows: readonly Row[];
}

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/**
 * The folder as the warehouse's own IT sees it. Written from the page for a warehouse, and not with the code of the other side: a
 * mistake that both shared would not show.
 */
export class WarehouseFolder {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async make(): Promise<void> {
    for (const folder of ['to-warehouse/acks', 'from-warehouse/done', 'from-warehouse/failed'])
      await mkdir(join(this.#root, folder), { recursive: true });
  }

  /** Onepool's files that are there with their checksum, by number. */
  async arrived(): Promise<ArrivedFile[]> {
    const folder = join(this.#root, 'to-warehouse');
    const names = new Set(await readdir(folder));
    const found: ArrivedFile[] = [];
    for (const name of names) {
      const [, digits, kind] = /^(\d+)_([a-z-]+)\.csv$/.exec(name) ?? [];
      if (digits === undefined || kind === undefined || !names.has(`${name}.sha256`)) continue;
      const content = await readFile(join(folder, name));
      const expected = (await readFile(join(folder, `${name}.sha256`), 'utf8')).slice(0, 64);
      if (sha256(content) !== expected) continue;
      found.push({ name, number: Number(digits), kind, rows: rowsOf(content) });
    }
    return found.sort((a, b) => a.number - b.number);
  }

  async take(name: string): Promise<void> {
    await rm(join(this.#root, 'to-warehouse', `${name}.sha256`), { force: true });
    await rm(join(this.#root, 'to-warehouse', name), { force: true });
  }

  /** Onepool's answers to the warehouse's files; each is removed once it is read. */
  async answers(): Promise<{ readonly name: string; readonly accepted: boolean; readonly why: string }[]> {
    const folder = join(this.#root, 'to-warehouse/acks');
    const found = [];
    for (const entry of await readdir(folder)) {
      if (!entry.endsWith('.ack') || entry.startsWith('.')) continue;
      const [result, why = ''] = (await readFile(join(folder, entry), 'utf8')).split('\n');
      await rm(join(folder, entry), { force: true });
      found.push({ name: entry.slice(0, -'.ack'.length), accepted: result === 'accepted', why });
    }
    return found;
  }

  /** @param written less than the whole content when the transfer is to break off */
  async write(name: string, content: Buffer, written = content): Promise<void> {
    const folder = join(this.#root, 'from-warehouse');
    await writeFile(join(folder, `${name}.part`), written);
    await rename(join(folder, `${name}.part`), join(folder, name));
    await writeFile(join(folder, `${name}.sha256.part`), `${sha256(content)}  ${name}\n`);
    await rename(join(folder, `${name}.sha256.part`), join(folder, `${name}.sha256`));
  }
}

function rowsOf(content: Buffer): Row[] {
  const options = { delimiter: ',', bom: true, skip_empty_lines: true, relax_column_count: false };
  const [header = [], ...records] = parse(content.toString('utf8'), options);
  return records.map((record) => Object.fromEntries(header.map((name, place) => [name, record[place] ?? ''])));
}

export function contentOf(rows: readonly Row[]): Buffer {
  const header = Object.keys(rows[0] ?? {});
  const records = rows.map((row) => header.map((name) => row[name] ?? ''));
  return Buffer.from(stringify([header, ...records], { delimiter: ',', record_delimiter: '\n' }));
}
