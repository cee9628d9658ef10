const patterns = new WeakMap<readonly string[], RegExp>();

/** Whether a SKU is one of these; a star in one of them stands for anything. */
export function matchesAny(sku: string, skus: readonly string[]): boolean {
  const pattern = patterns.get(skus) ?? new RegExp(anyOf(skus));
  patterns.set(skus, pattern);
  return skus.length > 0 && pattern.test(sku);
}

const anyOf = (skus: readonly string[]): string =>
  `^(?:${skus.map((sku) => sku.split('*').map(literally).join('.*')).join('|')})$`;

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
