import { z } from 'zod';

/** What Centra says about a refusal or a warning. It has no code, only a text and where in the input it applies. */
export const notice = z.object({ message: z.string(), path: z.array(z.coerce.string()).nullish() });

/**
 * The items of a batch that notices name: with the batch `productSizes`, 17 for `["input", "productSizes", "17", "productSize"]`.
 * Empty when they name none, so that it can be spread into a problem.
 */
export function namedItems(
  notices: readonly z.output<typeof notice>[],
  batch: string | undefined,
): { readonly items?: readonly number[] } {
  if (batch === undefined) return {};
  const items = notices.flatMap(({ path }) => {
    const at = path?.lastIndexOf(batch) ?? -1;
    const index = at < 0 ? undefined : path?.[at + 1];
    return index !== undefined && /^\d{1,6}$/.test(index) ? [Number(index)] : [];
  });
  return items.length === 0 ? {} : { items: [...new Set(items)].sort((a, b) => a - b) };
}
