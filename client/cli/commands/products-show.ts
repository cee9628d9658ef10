import type { Brand } from '../../../domain/brand.js';
import { choosePriceList } from '../../../domain/products/price-list.js';
import { FIELDS, formatField, type ProductState } from '../../../domain/products/product.js';
import type { ProductStore } from '../../../systems/database/products-port.js';
import { brandIfAny } from '../brand-if-any.js';
import { EXIT, type ExitCode, fail } from '../exit.js';
import { withRecords } from '../open.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';
import { table } from '../table.js';

/** Shows one product in the web shop and its replicas downstream. */
export const showProduct = (shell: Shell, sku: string, options: JsonOption): Promise<ExitCode> =>
  withRecords(shell, ({ products }) => {
    const brand = brandIfAny(shell);
    return printProduct(shell, products, { sku, ...(brand ? { brand } : {}), ...options });
  });

/** Prints what {@link showProduct} shows. */
export async function printProduct(
  shell: Shell,
  products: Pick<ProductStore, 'show' | 'priceLists'>,
  { sku, json, brand }: JsonOption & { readonly sku: string; readonly brand?: Pick<Brand, 'currency' | 'products'> },
): Promise<ExitCode> {
  const { list } = choosePriceList(await products.priceLists(), brand?.products ?? {});
  const shown = await products.show(sku, list);
  const { master, replicas } = shown;
  if (!master && replicas.length === 0)
    return fail(
      `Onepool has read no product ${sku} yet. Check that the SKU is spelled as in the web shop, or run onepool products audit.`,
    );
  if (json) writeJson(shell, shown);
  else {
    const rows: { readonly where: string; readonly state: ProductState | undefined }[] = [
      { where: 'web shop', state: master },
      ...replicas.flatMap(({ system, seen, written }) => [
        { where: `${system}, last seen`, state: seen },
        { where: `${system}, last written`, state: written },
      ]),
    ];
    shell.write(
      table<(typeof rows)[number]>(rows, [
        { title: 'where', value: ({ where }) => where },
        ...FIELDS.map((field) => ({
          title: field,
          value: ({ state }: (typeof rows)[number]) => (state ? formatField(state, field, brand?.currency) : '-'),
        })),
      ]),
    );
    for (const { system, due, refused } of replicas) {
      if (refused !== undefined) shell.write(`${system} refuses it: ${refused}\n`);
      else if (due) shell.write(`${system}: not written yet.\n`);
    }
  }
  return replicas.some(({ refused }) => refused !== undefined) ? EXIT.needsPerson : EXIT.ok;
}
