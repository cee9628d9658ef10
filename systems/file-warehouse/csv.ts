import type { z } from 'zod';
import type { Format } from './formats.js';

/** How files are written, where a warehouse's own system wants it otherwise. */
export interface CsvSettings {
  readonly delimiter: ',' | ';' | '\t' | '|';
  /** What the warehouse calls columns, by kind of file and by our name of the column. */
  readonly columns: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const USUAL_CSV: CsvSettings = { delimiter: ',', columns: {} };

/** Why a file cannot be understood: a sentence for whoever made it, with the line and the column, never with a value. */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';
}

const columnsOf = ({ columns }: Format): string[] => Object.keys(columns.shape);
const theirName = ({ columns }: CsvSettings, kind: string, column: string): string => columns[kind]?.[column] ?? column;

/** Rows as a file: UTF-8, a line of names first, quotes where a value needs them. */
export async function writeCsv(
  kind: string,
  { format, settings }: { readonly format: Format; readonly settings: CsvSettings },
  rows: readonly Readonly<Record<string, string | undefined>>[],
): Promise<Buffer> {
  // Loaded when a file is written: an installation with another warehouse system needs none of it.
  const { stringify } = await import('csv-stringify/sync');
  const columns = columnsOf(format);
  const header = columns.map((column) => theirName(settings, kind, column));
  const values = rows.map((row) => columns.map((column) => row[column] ?? ''));
  return Buffer.from(stringify([header, ...values], { delimiter: settings.delimiter, record_delimiter: '\r\n' }));
}

/**
 * Reads a file. Columns may come in any order, those that we have no use for are ignored, and one that may be empty may be missing.
 * @throws NotUnderstood
 */
export async function readCsv<Columns extends z.ZodRawShape>(
  kind: string,
  { format, settings }: { readonly format: Format<Columns>; readonly settings: CsvSettings },
  content: Buffer,
): Promise<z.output<z.ZodObject<Columns>>[]> {
  const [header = [], ...records] = await recordsOf(content, settings);
  const places = new Map(header.map((name, place) => [name.trim(), place]));
  const columns = columnsOf(format).map((column) => ({
    column,
    place: places.get(theirName(settings, kind, column)),
  }));
  return records.map((record, index) => {
    const row = Object.fromEntries(
      columns.map(({ column, place }) => [column, place === undefined ? '' : (record[place] ?? '').trim()]),
    );
    const parsed = format.columns.safeParse(row);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const column = String(issue?.path[0] ?? '');
    const name = theirName(settings, kind, column);
    const why = !places.has(name) ? 'the file has no such column' : (issue?.message ?? 'is not understood');
    // The line of names is the first.
    throw new NotUnderstood(`Line ${index + 2}, column ${name}: ${why}.`);
  });
}

async function recordsOf(content: Buffer, { delimiter }: CsvSettings): Promise<string[][]> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new NotUnderstood('The file is not written in UTF-8.');
  }
  const { parse } = await import('csv-parse/sync');
  try {
    return parse(text, { delimiter, bom: true, skip_empty_lines: true, relax_column_count: false });
  } catch (problem) {
    // Only the parser's own code and line: its sentence quotes the file.
    const { code = '', lines } = problem as { code?: string; lines?: number };
    throw new NotUnderstood(`Line ${lines ?? '?'} is no line of a CSV file (${code}).`);
  }
}
