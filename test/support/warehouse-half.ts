import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const nameOf = (number: number, kind: string): string => `${String(number).padStart(8, '0')}_${kind}.csv`;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The warehouse's half of an exchange of files, in a folder. */
export function warehouseHalf(root: () => string) {
  /** Writes a file as a warehouse does; `cut` and `checksum` are what can go wrong. */
  async function write(
    number: number,
    kind: string,
    text: string,
    {
      cut = text,
      checksum = true,
      name = nameOf(number, kind),
    }: { readonly cut?: string; readonly checksum?: boolean; readonly name?: string } = {},
  ): Promise<string> {
    await writeFile(join(root(), 'from-warehouse', name), cut);
    if (checksum) await writeFile(join(root(), 'from-warehouse', `${name}.sha256`), `${sha256(text)}  ${name}\n`);
    return name;
  }
  const ackOf = (name: string): Promise<string> => readFile(join(root(), 'to-warehouse/acks', `${name}.ack`), 'utf8');
  const filesIn = async (folder: string): Promise<string[]> =>
    (await readdir(join(root(), folder))).filter((name) => name.endsWith('.csv'));

  return { write, ackOf, filesIn };
}
