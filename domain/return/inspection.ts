import type { RefundLine } from './till-refund.js';

/** What a person found when looking at goods: how many of a row can be sold again, the others are damaged. */
export interface Inspection {
  readonly by: string;
  readonly lines: readonly { readonly line: string; readonly resellable: number; readonly damaged: number }[];
}

/**
 * Says in a sentence why a finding cannot be taken, or undefined when it can. It must name every row and count every unit.
 * Pure and synchronous: it is the validator of the Update. The input comes from people, so nothing is assumed.
 */
export function whyNoInspection(input: unknown, lines: readonly RefundLine[]): string | undefined {
  const { by, lines: found } = (typeof input === 'object' && input !== null ? input : {}) as Partial<Inspection>;
  if (typeof by !== 'string' || by.trim() === '') return 'Say who has inspected the goods: by is missing.';
  if (!Array.isArray(found)) return 'lines is a list of {line, resellable, damaged}.';
  const seen = new Set<string>();
  for (const row of found as readonly unknown[]) {
    const { line, resellable, damaged } = (typeof row === 'object' && row !== null ? row : {}) as Record<
      string,
      unknown
    >;
    const refunded = lines.find((l) => l.line === line);
    if (!refunded) return `The refund has no row ${typeof line === 'string' ? line : '?'}. ${rowsOf(lines)}`;
    if (seen.has(refunded.line)) return `Row ${refunded.line} is named twice.`;
    seen.add(refunded.line);
    if (!isCount(resellable) || !isCount(damaged))
      return `Row ${refunded.line}: resellable and damaged are whole numbers.`;
    if (resellable + damaged !== refunded.quantity)
      return `Row ${refunded.line} holds ${refunded.quantity} of ${refunded.sku}; ${resellable + damaged} were counted.`;
  }
  const missing = lines.filter((l) => !seen.has(l.line));
  if (missing.length > 0) return `Count row ${missing.map((l) => l.line).join(', ')} too.`;
  return undefined;
}

/** The refund's rows as they were found. */
export function asFound(lines: readonly RefundLine[], { lines: found }: Inspection): RefundLine[] {
  return lines.flatMap((row) => {
    const seen = found.find((f) => f.line === row.line);
    if (!seen) return [row];
    const rowIn = (condition: RefundLine['condition'], quantity: number): RefundLine[] =>
      quantity > 0 ? [{ ...row, condition, quantity, amountMinor: shareOf(row, quantity) }] : [];
    // What lies where nothing is sold from comes back for sale when the store moves it, which the tills report.
    const good = row.setAside === undefined ? 'resellable' : 'damaged';
    return [...rowIn(good, seen.resellable), ...rowIn('damaged', seen.damaged)];
  });
}

const shareOf = (row: RefundLine, quantity: number): number => Math.round((row.amountMinor * quantity) / row.quantity);

const rowsOf = (lines: readonly RefundLine[]): string =>
  `Its rows: ${lines.map((l) => `${l.line} (${l.quantity} of ${l.sku})`).join(', ')}.`;

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
