import type { z } from 'zod';
import type { Answer } from '../kit/answer.js';
import type { Shop } from './shop.js';

/** A call that has found its route. `body` and `checked` refuse what does not follow the contract. */
export interface Call {
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  body<T>(schema: z.ZodType<T>): T;
  checked<T>(schema: z.ZodType<T>, value: unknown): T;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Under the account, without `.json`. */
  readonly path: RegExp;
  /** Query parameters of the contract. */
  readonly parameters?: readonly string[];
  /** Takes start, num, sort and fields. */
  readonly list?: boolean;
  answer(shop: Shop, call: Call): Answer;
}
