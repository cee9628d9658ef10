import { z } from 'zod';
import type { Id } from '../domain/ids.js';

/** An id in the answer of a counterpart that keeps its number. */
export const numberId = <I extends Id<string, number>>() => z.int().transform((id) => id as I);

/** An id that is a number in the answer of a counterpart, and a text for us. */
export const textId = <I extends Id<string>>() => z.int().transform(textOf<I>);

/** The id behind the number of a counterpart. */
export const textOf = <I extends Id<string>>(number: number): I => String(number) as I;

/** The number by which a counterpart takes an id of its own. */
export const numberOf = (id: Id<string>): number => Number(id);
