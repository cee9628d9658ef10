import type { z } from 'zod';
import { batch } from './requests.js';
import type { Call } from './route.js';
import { Refusal } from './shop.js';

/** What became of one element of a batch. */
interface ItemAnswer {
  readonly statuscode: number;
  readonly return?: unknown;
  readonly errortext?: string;
}

/** Answers a batch: each element is done or refused on its own, inside a 200. */
export function itemWise<T>(call: Call, element: z.ZodType<T>, perform: (element: T) => unknown): ItemAnswer[] {
  return call.body(batch).map((given) => {
    try {
      return { statuscode: 200, return: perform(call.checked(element, given)) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { statuscode: error.status, errortext: error.message };
    }
  });
}
