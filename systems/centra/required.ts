import type { z } from 'zod';

/** For what the schema lets be null and yet must be there: a payload's object, when nothing was refused. */
export const required = <T extends z.ZodType>(schema: T) =>
  schema
    .nullish()
    .refine((value) => value != null, 'is missing')
    .transform((value) => value as NonNullable<typeof value>);
