import type { Brand } from './brand.js';

/** What the site of the tills is set to. */
export interface TillSettings {
  readonly currency: string;
  /** Whether prices are stored with VAT. */
  readonly pricesWithVat: boolean;
}

/** Why Onepool cannot work with a site that is set like this, each in a sentence that says what to do. */
export function whyTillsDoNotFit({ currency }: Pick<Brand, 'currency'>, settings: TillSettings): string[] {
  return [
    ...(settings.currency === currency
      ? []
      : [
          `Sitoo uses ${settings.currency}, the brand file ${currency}: correct the brand file or use another Sitoo site.`,
        ]),
    // A price without VAT, rounded to two decimals, does not lead back to the shop price: tills would charge other amounts.
    ...(settings.pricesWithVat
      ? []
      : [
          'Sitoo stores prices without VAT (pricesstoredwithvat), and Onepool writes prices as customers pay them, with VAT: tills would add VAT a second time. Have the site changed to prices with VAT, or use another one.',
        ]),
  ];
}
