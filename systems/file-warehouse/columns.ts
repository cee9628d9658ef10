import { z } from 'zod';
import { parseName } from '../../domain/ids.js';

/** How a column is written, as the page for a warehouse says it. */
export type ColumnType = 'text' | 'remark' | 'sentence' | 'units' | 'change' | 'time' | 'yes or no' | 'amount' | 'word';

/** What the page for a warehouse says about a column beside its meaning. */
export interface ColumnNotes {
  readonly type: ColumnType;
  readonly example: string;
  /** May be empty, or left out of the file. */
  readonly optional: boolean;
  /** Characters that it may have; a text without it has any number. */
  readonly most?: number;
  /** The words that a `word` may be. */
  readonly words?: readonly string[];
}

const notes = new WeakMap<z.ZodType, ColumnNotes>();

export function notesOf(column: z.ZodType): ColumnNotes {
  const found = notes.get(column);
  if (found === undefined) throw new Error('a column of a file has no notes');
  return found;
}

function column<T extends z.ZodType>(schema: T, meaning: string, about: ColumnNotes): T {
  const described = schema.describe(meaning);
  notes.set(described, about);
  return described;
}

/** The same column, which may be empty. */
export function optional<Output>(needed: z.ZodType<Output, string>): z.ZodType<Output | undefined, string> {
  const schema = z.string().transform((value, context): Output | undefined => {
    if (value === '') return undefined;
    const parsed = needed.safeParse(value);
    if (parsed.success) return parsed.data;
    // Its own reason: that of a union would say nothing.
    for (const { message } of parsed.error.issues) context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
  return column(schema, needed.description ?? '', { ...notesOf(needed), optional: true });
}

const LONGEST_CODE = 128;
/** More of a sentence is cut off. */
export const LONGEST_SENTENCE = 200;

/** A number, a name or a code: short enough for an index, nothing that cannot be printed. Every id is one. */
export const text = (meaning: string, example: string) =>
  column(
    z
      .string()
      .refine(
        (value) => parseName(value) !== undefined,
        `is empty, longer than ${LONGEST_CODE} characters, or cannot be printed`,
      ),
    meaning,
    { type: 'text', example, optional: false, most: LONGEST_CODE },
  );

/** Something longer, such as an address: nothing that cannot be printed. */
export const longText = (most: number, meaning: string, example: string) =>
  column(
    z
      .string()
      .refine(
        (value) => value !== '' && value.length <= most && !/[\p{Cc}\p{Cs}]/u.test(value),
        `is empty, longer than ${most} characters, or cannot be printed`,
      ),
    meaning,
    { type: 'text', example, optional: false, most },
  );

/** What people have typed, with line breaks. Only written, never read. */
export const remark = (most: number, meaning: string, example: string) =>
  column(z.string(), meaning, { type: 'remark', example, optional: false, most });

/** What a person is to read, without anything that looks like an e-mail address: it is kept and shown. */
export const sentence = (meaning: string, example: string) =>
  column(
    z.string().transform((value) =>
      value
        .replaceAll(/\S+@\S+/g, '…')
        .replaceAll(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
        .trim()
        .slice(0, LONGEST_SENTENCE),
    ),
    meaning,
    { type: 'sentence', example, optional: false },
  );

const DIGITS_OF_UNITS = 9;

export const units = (meaning: string, example: string) =>
  column(
    z
      .string()
      .regex(new RegExp(`^\\d{1,${DIGITS_OF_UNITS}}$`), 'is no whole number of units')
      .transform(Number),
    meaning,
    { type: 'units', example, optional: false },
  );

/** Units that came (4) or went (-4). */
export const change = (meaning: string, example: string) =>
  column(
    z
      .string()
      .regex(new RegExp(`^[-+]?\\d{1,${DIGITS_OF_UNITS}}$`), 'is no whole number of units')
      .transform(Number),
    meaning,
    { type: 'change', example, optional: false },
  );

export const time = (meaning: string, example: string) =>
  column(
    z
      .string()
      .regex(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/,
        'is no time with its zone, such as 2026-11-24T14:05:00Z',
      )
      .transform((value) => new Date(value))
      .refine((date) => !Number.isNaN(date.getTime()), 'is no time')
      .transform((date) => date.toISOString()),
    meaning,
    { type: 'time', example, optional: false },
  );

export const yesOrNo = (meaning: string, example: 'yes' | 'no') =>
  column(
    z
      .string()
      .toLowerCase()
      .pipe(z.enum(['yes', 'no'], 'is neither yes nor no'))
      .transform((value) => value === 'yes'),
    meaning,
    { type: 'yes or no', example, optional: false },
  );

export const word = <const Words extends readonly [string, ...string[]]>(
  words: Words,
  meaning: string,
  example: Words[number],
) =>
  column(
    z
      .string()
      .toLowerCase()
      .pipe(z.enum(words, `is none of ${words.join(', ')}`)),
    meaning,
    { type: 'word', example, optional: false, words },
  );

/** An amount of money with a dot, as 199.00. Only written, never read. */
export const amount = (meaning: string, example: string) =>
  column(z.string(), meaning, { type: 'amount', example, optional: false });
