/** Digits of the longest trade item number, a GTIN-14; the shorter forms are the same number without leading zeros. */
const GTIN_DIGITS = 14;

/**
 * One form for every spelling of a barcode: a UPC of 12 digits is the EAN of 13 that begins with a zero (GS1 General
 * Specifications), and spreadsheets strip zeros. What is no number is compared as it is.
 */
export const comparableBarcode = (barcode: string): string =>
  /^\d{1,14}$/.test(barcode) ? barcode.padStart(GTIN_DIGITS, '0') : barcode;
