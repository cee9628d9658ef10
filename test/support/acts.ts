import type { z } from 'zod';

/** Whatever a schema wraps, such as an optional one: without it. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = schema._zod;
  return 'innerType' in def ? unwrapped(def.innerType as z.core.$ZodType) : schema;
}

/** The words that a field can have; none where it takes more than words. */
function wordsOf(schema: z.core.$ZodType): readonly string[] {
  const { def } = unwrapped(schema)._zod;
  if (def.type !== 'enum') return [];
  return Object.keys((def as z.core.$ZodEnumDef).entries);
}

/** A list of one field: what each of its items can say. */
function itemOf(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = unwrapped(schema)._zod;
  return def.type === 'array' ? unwrapped((def as z.core.$ZodArrayDef).element) : schema;
}

type Fields = Readonly<Record<string, z.core.$ZodType>>;

const fieldsOf = (schema: z.core.$ZodType): Fields =>
  'shape' in schema._zod.def ? (schema._zod.def.shape as Fields) : {};

const isOptional = (schema: z.core.$ZodType): boolean => schema._zod.optin === 'optional';

/** What can be said of an act, or left out: each optional field, also of the items of a list, and each word of a choice. */
function variantsOf(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const words = wordsOf(field).map((word) => `${name}=${word}`);
    if (words.length > 0) return words;
    return isOptional(field) ? [name] : variantsOf(fieldsOf(itemOf(field))).map((inner) => `${name}.${inner}`);
  });
}

/** Everything that the acts of a simulator can play: every act, and every act with each thing that may be said of it. */
export function playable(actSchema: { readonly options: readonly z.core.$ZodType[] }): string[] {
  return actSchema.options.flatMap((option) => {
    const { type, ...fields } = fieldsOf(option);
    const [act = ''] = type === undefined ? [] : ((type._zod.def as z.core.$ZodLiteralDef<string>).values ?? []);
    return [act, ...variantsOf(fields).map((variant) => `${act} ${variant}`)];
  });
}
