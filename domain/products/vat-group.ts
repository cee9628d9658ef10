/** The tax group of a product in the web shop. Which rate it has depends on where the goods go. */
export interface TaxGroup {
  readonly id: number;
  readonly name: string;
}

/** A VAT group of the tills. */
export interface TillVatGroup {
  readonly id: number;
  readonly percent: number;
  readonly name: string;
}

export interface VatRules {
  /** What the brand file says, by the name or id of a tax group, and of products without one. */
  readonly products: { readonly vatGroups?: Readonly<Record<string, number>>; readonly vatGroup?: number };
  /** All that the tills have; undefined where they do not say. */
  readonly atTills: readonly TillVatGroup[] | undefined;
}

/** The VAT group of a new product; `unsaid` leaves it to the site of the tills. */
export type VatGroupOf = { readonly id: number } | 'unsaid' | { readonly unknown: string };

/** The VAT group under which the tills sell a new product. It is never guessed: with the wrong one every receipt is wrong. */
export function vatGroupOf(taxGroup: TaxGroup | undefined, { products, atTills }: VatRules): VatGroupOf {
  const { vatGroups = {}, vatGroup } = products;
  const named =
    taxGroup === undefined ? vatGroup : (vatGroups[taxGroup.name] ?? vatGroups[String(taxGroup.id)] ?? undefined);
  if (named !== undefined)
    return atTills === undefined || atTills.some(({ id }) => id === named)
      ? { id: named }
      : {
          unknown: `The brand file names the VAT group ${named} of the tills, which they do not have. ${listed(atTills)}`,
        };
  const [first, ...others] = atTills ?? [];
  if (first !== undefined && others.length === 0) return { id: first.id };
  if (atTills === undefined && vatGroup === undefined && products.vatGroups === undefined) return 'unsaid';
  const which =
    taxGroup === undefined
      ? 'products whose tax group the web shop does not say (products.vatGroup)'
      : `the tax group ${describeTaxGroup(taxGroup)} of the web shop (products.vatGroups)`;
  return {
    unknown: `The brand file does not say which VAT group of the tills belongs to ${which}. ${listed(atTills)}`,
  };
}

export const describeTaxGroup = ({ id, name }: TaxGroup): string => (name === '' ? String(id) : `"${name}"`);

const listed = (groups: readonly TillVatGroup[] = []): string =>
  groups.length === 0
    ? 'The tills do not say which they have.'
    : `The tills have ${groups.map(({ id, percent, name }) => `${id} (${[name, `${percent} %`].filter(Boolean).join(', ')})`).join(', ')}.`;
