import { z } from 'zod';
import { type Id, parseName } from '../domain/ids.js';

/** A text that is not empty. */
export const nonEmpty = z.string().min(1, 'must not be empty');

/** What a counterpart calls something of ours: a number. */
export const numberId = <I extends Id<string, number>>() => positiveInt.transform((id) => id as I);

/** What a counterpart calls something of ours: a number or a word, which is a text for us. */
export const nameId = <I extends Id<string>>() =>
  z
    .union([positiveInt, z.string()], { error: 'must be a number or a name' })
    .refine((id) => parseName(id) !== undefined, 'must be a number or a name of at most 128 characters')
    .transform((id) => String(id) as I);

export const positiveInt = z.int('must be a whole number').positive('must be above zero');

/** A time of day. @param example what the sentence about a wrong one shows */
export const clock = (example: string) =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, `write a time of day as ${example}, in the time zone of the brand`)
    .meta({ title: 'time of day' });
