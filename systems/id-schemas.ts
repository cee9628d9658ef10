import { z } from 'zod';
import type { Id } from '../domain/ids.js';

/** An id in the answer of a counterpart that keeps its number. */
export const numberId = <I extends Id<string, number>>() => z.int().transform((id) => id as I);
