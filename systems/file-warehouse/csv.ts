import type { z } from 'zod';
import type { FileExchange } from '../../domain/brand.js';
import { notesOf } from './columns.js';
import { asEncodable, decode, encode, NotText } from './encodings.js';
import type { Format } from './formats.js';

/** How files are written, where a warehouse's own system wants it otherwise. */
export type CsvSettings = Pick<FileExchange, 'delimiter' | 'columns' | 'encoding' | 'decimal'>;

export const USUAL_CSV: CsvSettings = { delimiter: ',', columns: {}, encoding: 'utf-8', decimal: '.' };

/** Where rows stand in their files. */
const lines = new WeakMap<object, number>();

/** The sentence with the line of a row that was read. */
export const onLine = (row: object, sentence: string): NotUnderstood =>
  new NotUnderstood(`Line ${lines.get(row) ?? '?'}, ${sentence}`);

/** Bad rows that are named; the others are counted. */
const SAMPLES = 5;

/** Why a file cannot be understood: a sentence for whoever made it, with the line and the column, never with a value. */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';
}

/** Why a file of ours cannot be written: a sentence that names the column, never the value. */
export class NotWritable extends Error {
  override readonly name = 'NotWritable';
}

const columnsOf = ({ columns }: Format): [column: string, schema: z.ZodType][] =>
  Object.entries(columns.shape as Record<string, z.ZodType>);
const theirName = ({ columns }: CsvSettings, kind: string, column: string): string => columns[kind]?.[column] ?? column;

interface Written {
  readonly format: Format;
  readonly settings: CsvSettings;
}

/**
 * Rows as a file: a line of names first, quotes where a value needs them.
 * @throws NotWritable
 */
export async function writeCsv(
  kind: string,
  { format, settings }: Written,
  rows: readonly Readonly<Record<string, string | undefined>>[],
): Promise<Buffer> {
  // Loaded when a file is written: an installation with another warehouse system needs none of it.
  const { stringify } = await import('csv-stringify/sync');
  const columns = columnsOf(format);
  const header = columns.map(([column]) => theirName(settings, kind, column));
  const values = rows.map((row) =>
    columns.map(([column, schema]) => writtenValue(row[column] ?? '', { column, schema, settings })),
  );
  const text = stringify([header, ...values], { delimiter: settings.delimiter, record_delimiter: '\r\n' });
  return encode(text, settings.encoding);
}

function writtenValue(
  value: string,
  { column, schema, settings }: { column: string; schema: z.ZodType; settings: CsvSettings },
): string {
  const { type, most } = notesOf(schema);
  if (most !== undefined && value.length > most)
    throw new NotWritable(`column ${column} takes at most ${most} characters`);
  const encodable = asEncodable(value, settings.encoding);
  if (encodable === undefined)
    throw new NotWritable(`column ${column} has a character that ${settings.encoding} does not have`);
  return type === 'amount' ? encodable.replace('.', settings.decimal) : encodable;
}

interface Place {
  readonly column: string;
  readonly name: string;
  readonly isNumber: boolean;
  /** Where it stands in a row; undefined when the file does not have it. */
  readonly at: number | undefined;
}

/**
 * Reads a file. Columns may come in any order, those that we have no use for are ignored, and one that may be empty may be missing.
 * @throws NotUnderstood that names some of the lines and counts the others
 */
export async function readCsv<Columns extends z.ZodRawShape>(
  kind: string,
  { format, settings }: { readonly format: Format<Columns>; readonly settings: CsvSettings },
  content: Buffer,
): Promise<z.output<z.ZodObject<Columns>>[]> {
  const [header, ...records] = await recordsOf(content, settings);
  if (header === undefined) throw new NotUnderstood('The file is empty: its first line must name its columns.');
  const places = placesOf(kind, { format, settings }, header.values);
  const rows: z.output<z.ZodObject<Columns>>[] = [];
  const wrong: string[] = [];
  for (const { line, values } of records) {
    const why = (what: string): number => wrong.push(`Line ${line}${what}.`);
    if (values.length !== header.values.length) {
      why(` has ${values.length} columns, and the line of names has ${header.values.length}`);
      continue;
    }
    const parsed = format.columns.safeParse(rowOf(values, places, settings));
    if (parsed.success) {
      lines.set(parsed.data, line);
      rows.push(parsed.data);
    } else {
      const [issue] = parsed.error.issues;
      const name = theirName(settings, kind, String(issue?.path[0] ?? ''));
      why(`, column ${name}: ${issue?.message ?? 'is not understood'}`);
    }
  }
  if (wrong.length > 0) throw new NotUnderstood(samplesOf(wrong));
  return rows;
}

function samplesOf(wrong: readonly string[]): string {
  const others = wrong.length - SAMPLES;
  const rest = others > 0 ? [`So are ${others} more ${others === 1 ? 'line' : 'lines'}.`] : [];
  return [...wrong.slice(0, SAMPLES), ...rest].join(' ');
}

/** Names of columns are the same in capitals. */
const spelt = (name: string): string => name.trim().toLowerCase();

function placesOf(kind: string, { format, settings }: Written, header: readonly string[]): Place[] {
  const names = header.map(spelt);
  const found = new Map(names.map((name, at) => [name, at]));
  const places = columnsOf(format).map(([column, schema]) => {
    const name = theirName(settings, kind, column);
    const { type, optional } = notesOf(schema);
    if (!optional && !found.has(spelt(name))) throw new NotUnderstood(`Line 1: there is no column ${name}.`);
    if (names.indexOf(spelt(name)) !== names.lastIndexOf(spelt(name)))
      throw new NotUnderstood(`Line 1: column ${name} is there twice.`);
    return { column, name, isNumber: type === 'units' || type === 'change', at: found.get(spelt(name)) };
  });
  return places;
}

const rowOf = (
  values: readonly string[],
  places: readonly Place[],
  { decimal }: CsvSettings,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    places.map(({ column, isNumber, at }) => {
      const value = at === undefined ? '' : (values[at] ?? '').trim();
      return [column, isNumber ? wholeNumber(value, decimal) : value];
    }),
  );

/** Units with one or two decimals that are nothing: three could be a thousand. */
function wholeNumber(value: string, decimal: CsvSettings['decimal']): string {
  const [whole = '', decimals, ...more] = value.split(decimal);
  return more.length === 0 && decimals !== undefined && /^0{1,2}$/.test(decimals) ? whole : value;
}

interface CsvRecord {
  /** The line of the file at which it ends. */
  readonly line: number;
  readonly values: string[];
}

async function recordsOf(content: Buffer, { delimiter, encoding }: CsvSettings): Promise<CsvRecord[]> {
  let text: string;
  try {
    text = decode(content, encoding);
  } catch (problem) {
    if (problem instanceof NotText) throw new NotUnderstood(problem.message);
    throw problem;
  }
  const { parse } = await import('csv-parse/sync');
  try {
    const ends: number[] = [];
    const rows = parse(text, {
      delimiter,
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true,
      on_record: (values: string[], context) => {
        ends.push(context.lines);
        return values;
      },
    });
    return rows.map((values, nth) => ({ line: ends[nth] ?? 0, values }));
  } catch (problem) {
    // Only the parser's own code and line: its sentence quotes the file.
    const { code = '', lines } = problem as { code?: string; lines?: number };
    throw new NotUnderstood(`Line ${lines ?? '?'} is no line of a CSV file (${code}).`);
  }
}
