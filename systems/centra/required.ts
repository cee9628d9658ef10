import type { z } from 'zod';

/** For what the schema allows to be null but must be there: the object of a payload, when nothing was refused. */
export const required = <T extends z.ZodType>(schema: T) =>
  schema
    .nullish()
    .refine((value) => value != null, 'is missing')
    .transform((value) => value as NonNullable<typeof value>);
