import type { WorkflowHandle } from '@temporalio/client';
import { z } from 'zod';
import type { Case, Resolution } from '../../../domain/cases/case.js';
import type { Answer, CaseCode } from '../../../domain/cases/catalogue.js';
import { returnWorkflowId } from '../../../domain/names.js';
import type { ReturnStory } from '../../../workflows/messages.js';
import { until } from '../../support/until.js';
import type { Rig } from '../rig.js';

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
export interface ReturnUnderTest {
  readonly refund: string;
  readonly handle: WorkflowHandle;
  story(): Promise<ReturnStory>;
  waitsFor(code: CaseCode): Promise<Case>;
  answer(code: CaseCode, answer: Answer, data?: Resolution['data']): Promise<Case>;
  /** Waits for the end. @returns how it ended */
  outcome(): Promise<string>;
}

const WITHIN_MS = 30_000;

export function returnUnderTest({ client, brand }: Pick<Rig, 'client' | 'brand'>, refund: number): ReturnUnderTest {
  const handle = client.workflow.getHandle(returnWorkflowId(brand.brand, String(refund)));
  const story = () => handle.query<ReturnStory>('story');
  const soon = async <T>(what: string, look: (story: ReturnStory) => T): Promise<NonNullable<T>> => {
    let last: ReturnStory | undefined;
    const telling = async () => {
      last = await story().catch(() => undefined);
      return last && look(last);
    };
    return until(telling, { withinMs: WITHIN_MS, everyMs: 80, what }).catch((late: Error) => {
      throw new Error(`Return ${refund}: ${late.message}. Its story: ${JSON.stringify(last, null, 1)}`);
    });
  };
  const waitsFor = (code: CaseCode) => soon(`case ${code}`, ({ cases }) => cases.find((c) => c.codes.includes(code)));
  return {
    refund: String(refund),
    handle,
    story,
    waitsFor,
    async answer(code, answer, data) {
      const open = await waitsFor(code);
      const resolution: Resolution = { caseId: open.caseId, answer, by: 'Tester', ...(data ? { data } : {}) };
      await handle.executeUpdate('resolveCase', { args: [resolution], updateId: `${open.caseId}/${answer}` });
      return open;
    },
    async outcome() {
      await soon('the end', ({ stage }) => stage === 'done' || stage === 'refused');
      const { outcome } = (await handle.result()) as { outcome: string };
      return outcome;
    },
  };
}

/** Returns of a web order by the web shop's own books, in the order in which they were made. */
export async function returnsOf({ controls }: Pick<Rig, 'controls'>, order: string) {
  const { returns } = await controls.centra.read('books', returnsInShop);
  return returns
    .filter((r) => String(r.order) === order)
    .sort((a, b) => a.id - b.id)
    .map(({ placed, ...r }) => ({ ...r, warehouse: placed[0]?.warehouse ?? null }));
}
