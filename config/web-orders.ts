import { z } from 'zod';
import { minorDigits } from '../domain/money.js';
import { nonEmpty } from './fields.js';

/** A currency of ISO 4217 in which tills can write amounts: they know two decimals, so others could be read a hundredfold wrong. */
export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, 'use the three letters of ISO 4217, e.g. SEK')
  .refine(
    (currency) => minorDigits(currency) === 2,
    'is not divided into hundredths, and Sitoo knows only two decimals; no brand can trade in it yet',
  );

/** Which orders of the web shop are fulfilled, and how. */
export const webOrdersSchema = z.strictObject({
  store: z
    .int()
    .positive()
    .describe(
      "Id of the brand's store in Centra, where Centra has more stores than one. Orders of other stores are left alone.",
    )
    .exactOptional(),
  currencies: z
    .array(currencyCode)
    .default([])
    .describe('Currencies in which the web shop sells, beside that of the brand. Orders in any other open a case.'),
  services: z
    .array(nonEmpty)
    .default([])
    .describe(
      'SKUs that nobody picks, such as gift wrapping, engraving or downloads; a star stands for anything, e.g. SERVICE-*.',
    ),
  internal: z
    .enum(['fulfil', 'leave'])
    .default('fulfil')
    .describe('What happens to orders that are marked as internal in Centra: they are fulfilled, or left alone.'),
});

const names = z.record(nonEmpty, nonEmpty).default({});

/** What tills and warehouse call a SKU. */
export const skusSchema = z.strictObject({
  sitoo: names.describe("Sitoo's names of SKUs, by the web shop's, e.g. { TEE-BLK-M: 10045-M }."),
  wms: names.describe("The WMS's names of SKUs, by the web shop's."),
});
