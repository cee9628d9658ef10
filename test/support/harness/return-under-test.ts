import { z } from 'zod';
import { returnWorkflowId } from '../../../domain/names.js';
import type { ReturnStory } from '../../../workflows/messages.js';
import type { Harness } from '../harness.js';
import { type StoryUnderTest, storyUnderTest } from './story-under-test.js';

const returnsInShop = z.object({
  returns: z.array(
    z.looseObject({
      id: z.number(),
      externalId: z.string().nullish(),
      order: z.number(),
      shipment: z.number(),
      status: z.string(),
      /** Into which warehouses the goods were booked; none when they were removed from stock. */
      placed: z.array(z.object({ warehouse: z.number(), quantity: z.number() }).loose()),
      totalMinor: z.number(),
      lines: z.array(z.object({ sku: z.string(), quantity: z.number() })),
      refunds: z.array(z.object({ entryType: z.string(), status: z.string(), valueMinor: z.number() })),
    }),
  ),
});

/** A return of a test, seen as an operator sees it. */
export interface ReturnUnderTest extends StoryUnderTest<ReturnStory> {
  readonly refund: string;
}

export function returnUnderTest({ client, brand }: Pick<Harness, 'client' | 'brand'>, refund: number): ReturnUnderTest {
  const handle = client.workflow.getHandle(returnWorkflowId(brand.brand, String(refund)));
  return { refund: String(refund), ...storyUnderTest<ReturnStory>(handle, `Return ${refund}`, ['done', 'refused']) };
}

/** Returns of a web order by the web shop's own books, in the order in which they were made. */
export async function returnsOf({ controls }: Pick<Harness, 'controls'>, order: string) {
  const { returns } = await controls.centra.read('books', returnsInShop);
  return returns
    .filter((r) => String(r.order) === order)
    .sort((a, b) => a.id - b.id)
    .map(({ placed, ...r }) => ({ ...r, warehouse: placed[0]?.warehouse ?? null }));
}
