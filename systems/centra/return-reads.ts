import { z } from 'zod';
import { type CentraOrderNumber, type CentraReturnId, compareIds } from '../../domain/ids.js';
import type { WebReturn } from '../../domain/return/web-return.js';
import { rowOf } from '../answers-seen.js';
import { numberOf, textId } from '../id-schemas.js';
import { type CentraClient, whatIsWrong } from './client.js';
import { ReturnsOfOrderDocument } from './generated/documents.js';
import type { CentraPort } from './port.js';
import { answerMalformed } from './problems.js';
import { readReturn, returnAnswer } from './read-return.js';

/** Centra's lists take a limit of 1 to 200. An order has few returns, so one page is nearly always all. */
const PAGE = 50;
const reading = { name: 'returns', mutation: false };

/** Finding the returns of an order: nothing in an order leads to them, a filter of returns does. */
export function createReturnReads(client: CentraClient): Pick<CentraPort, 'returnsOf'> {
  return {
    async returnsOf(number, lane = 'returns') {
      const found = new Map<CentraReturnId, WebReturn>();
      for (let page = 1; ; page += 1) {
        const { returns } = await client.read({
          operation: 'returns',
          document: ReturnsOfOrderDocument,
          variables: { number: numberOf(number), limit: PAGE, page, ...client.ofStore },
          answer: z.object({ returns: z.array(rowOf(returnAnswer)) }),
          lane,
        });
        for (const one of returns) {
          refuseOtherOrder(one, number);
          keep(found, one);
        }
        // How returns are sorted is not documented: one created while we page can push others to a later page. Hence the map.
        if (returns.length < PAGE) break;
      }
      return [...found.values()].sort((a, b) => compareIds(a.id, b.id));
    },
  };
}

/**
 * A return of another order shows that the filter was not applied, and one that names no order might be the one we look for:
 * passing over either could create a return twice.
 */
function refuseOtherOrder(one: unknown, number: CentraOrderNumber): void {
  const parsed = z.object({ order: z.object({ number: textId<CentraOrderNumber>() }) }).safeParse(one);
  if (!parsed.success) throw answerMalformed(reading, `a return: ${whatIsWrong(parsed.error)}`);
  if (parsed.data.order.number !== number)
    throw answerMalformed(reading, `it holds returns of other orders than the one that was asked for`);
}

function keep(found: Map<CentraReturnId, WebReturn>, one: unknown): void {
  const parsed = returnAnswer.safeParse(one);
  if (!parsed.success) throw answerMalformed(reading, `a return: ${whatIsWrong(parsed.error)}`);
  try {
    found.set(parsed.data.id, readReturn(parsed.data));
  } catch (error) {
    if (error instanceof RangeError) throw answerMalformed(reading, error.message);
    throw error;
  }
}
