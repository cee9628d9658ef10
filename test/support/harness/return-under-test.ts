import { returnWorkflowId } from '../../../domain/names.js';
import { readCentraState } from '../../../lab/simulators/read-states.js';
import type { ReturnStory } from '../../../workflows/messages.js';
import type { Harness } from '../harness.js';
import { asId } from '../ids.js';
import { type StoryUnderTest, storyUnderTest } from './story-under-test.js';

/** A return of a test, seen as an operator sees it. */
export interface ReturnUnderTest extends StoryUnderTest<ReturnStory> {
  readonly refund: string;
}

export function returnUnderTest({ client, brand }: Pick<Harness, 'client' | 'brand'>, refund: number): ReturnUnderTest {
  const handle = client.workflow.getHandle(returnWorkflowId(brand.brand, asId(String(refund))));
  return {
    refund: String(refund),
    ...storyUnderTest<ReturnStory>(handle, `Return ${refund}`, ['done', 'refused', 'without-receipt']),
  };
}

/** Returns of a web order in the web shop, in the order in which they were made. */
export async function returnsOf({ controls }: Pick<Harness, 'controls'>, order: string) {
  const { returns } = await readCentraState(controls.centra);
  return returns
    .filter((r) => String(r.order) === order)
    .sort((a, b) => a.id - b.id)
    .map(({ placed, lines, ...r }) => ({
      ...r,
      lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
      warehouse: placed[0]?.warehouse ?? null,
    }));
}
