import { FIELDS, inWords, type ProductState } from '../../../domain/products/product.js';
import type { ProductBook } from '../../../systems/database/products-port.js';
import { EXIT, type ExitCode, fail } from '../exit.js';
import { withRecords } from '../open.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';
import { table } from '../table.js';

/** Shows one product as the web shop has it and as it stands below. */
export const showProduct = (shell: Shell, sku: string, options: JsonOption): Promise<ExitCode> =>
  withRecords(shell, ({ products }) => printProduct(shell, products, sku, options));

/** Prints what {@link showProduct} shows. */
export async function printProduct(
  shell: Shell,
  book: Pick<ProductBook, 'show'>,
  sku: string,
  { json }: JsonOption,
): Promise<ExitCode> {
  const shown = await book.show(sku);
  const { master, copies } = shown;
  if (!master && copies.length === 0)
    return fail(`No product ${sku} was read yet. Is it written as the web shop writes it? Try onepool products audit.`);
  if (json) writeJson(shell, shown);
  else {
    const rows: { readonly where: string; readonly state: ProductState | undefined }[] = [
      { where: 'web shop', state: master },
      ...copies.flatMap(({ system, seen, written }) => [
        { where: `${system}, last seen`, state: seen },
        { where: `${system}, last written`, state: written },
      ]),
    ];
    shell.write(
      table<(typeof rows)[number]>(rows, [
        { title: 'where', value: ({ where }) => where },
        ...FIELDS.map((field) => ({
          title: field,
          value: ({ state }: (typeof rows)[number]) => (state ? inWords(state, field) : '-'),
        })),
      ]),
    );
    for (const { system, due, refused } of copies) {
      if (refused !== undefined) shell.write(`${system} refuses it: ${refused}\n`);
      else if (due) shell.write(`${system}: waits to be written.\n`);
    }
  }
  return copies.some(({ refused }) => refused !== undefined) ? EXIT.needsPerson : EXIT.ok;
}
