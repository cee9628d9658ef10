/**
 * Money is an integer number of minor units (öre, cents) and a currency, never a float.
 * The counterparts write it as `"125.00"` (Sitoo) or as a JSON number (Centra); both are parsed exactly or refused.
 */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

const WITHOUT_MINOR_UNIT = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const IN_THOUSANDTHS = 'BHD IQD JOD KWD LYD OMR TND';

/** Decimals of the currencies that are not divided into hundredths (ISO 4217, funds left out). */
const MINOR_DIGITS: Readonly<Record<string, number>> = Object.fromEntries([
  ...WITHOUT_MINOR_UNIT.split(' ').map((currency) => [currency, 0]),
  ...IN_THOUSANDTHS.split(' ').map((currency) => [currency, 3]),
]);

/** Digits after the decimal point of a currency's minor unit. */
export function minorDigits(currency: string): number {
  return MINOR_DIGITS[currency] ?? 2;
}

/**
 * Parses a decimal string into minor units without passing through a float.
 * @throws RangeError when the text is no decimal, has more precision than the currency, or is out of safe range.
 */
export function parseMoney(text: string, currency: string): Money {
  return { minor: parseScaled(text, minorDigits(currency), 'amount'), currency };
}

/** A float of a sane amount is off by far less than this part of a minor unit. */
const FLOAT_NOISE = 1e-4;

/**
 * Reads a JSON number (Centra's `MonetaryValue.value`). A share of a price, as a voucher or a bundle leaves it, need not be
 * a whole number of minor units: it is rounded to the nearest, a half away from zero.
 * @throws RangeError when the amount is beyond what an integer holds exactly
 */
export function moneyFromNumber(value: number, currency: string): Money {
  const scaled = Math.abs(value) * 10 ** minorDigits(currency);
  const minor = Math.floor(scaled + 0.5 + FLOAT_NOISE) * Math.sign(value);
  if (!Number.isSafeInteger(minor)) throw new RangeError(`amount ${value} ${currency} is no amount that can be exact`);
  return { minor: minor === 0 ? 0 : minor, currency };
}

/** Writes minor units as a decimal string, e.g. 12500 SEK as `125.00`. */
export function formatMoney({ minor, currency }: Money): string {
  return formatScaled(minor, minorDigits(currency));
}

/** Money as a person reads it, e.g. `125.00 SEK`. */
export const describeMoney = (money: Money): string => `${formatMoney(money)} ${money.currency}`;

/** Parses `"4.000"` (Sitoo stock) into 4 units. @throws RangeError when it is not a whole number of units. */
export function parseUnits(text: string): number {
  const thousandths = parseScaled(text, 3, 'quantity');
  if (thousandths % 1000 !== 0) throw new RangeError(`quantity "${text}" is not a whole number of units`);
  return thousandths / 1000;
}

/** Writes units the way Sitoo's stock fields want them: 4 as `4.000`. */
export function formatUnits(units: number): string {
  return `${units}.000`;
}

function parseScaled(text: string, digits: number, what: string): number {
  const match = /^(-?)(\d{1,13})(?:\.(\d+))?$/.exec(text);
  if (!match) throw new RangeError(`${what} "${text}" is not a decimal number`);
  const [, sign, whole = '0', fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(digits))) throw new RangeError(`${what} "${text}" has more than ${digits} decimals`);
  const value = Number(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  if (!Number.isSafeInteger(value)) throw new RangeError(`${what} "${text}" is too large`);
  return sign === '-' && value !== 0 ? -value : value;
}

function formatScaled(value: number, digits: number): string {
  const text = String(Math.abs(value)).padStart(digits + 1, '0');
  const sign = value < 0 ? '-' : '';
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
