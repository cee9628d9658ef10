/** One column: its heading and how a row fills it. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | number | undefined;
}

/** Rows as aligned columns under headings, each line ended. What is missing shows as a dash. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cells = rows.map((row) => columns.map(({ value }) => oneLine(value(row))));
  const widths = columns.map(({ title }, i) => Math.max(title.length, ...cells.map((line) => line[i]?.length ?? 0)));
  const line = (texts: readonly string[]) =>
    `${texts
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  return [line(columns.map(({ title }) => title.toUpperCase())), ...cells.map(line)].join('');
}

/** Names and values under each other, each line ended. Values that are missing are left out. */
export function fields(pairs: readonly (readonly [name: string, value: string | number | undefined])[]): string {
  const known = pairs.filter(([, value]) => value !== undefined && value !== '');
  const width = Math.max(0, ...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
}

const oneLine = (value: string | number | undefined): string =>
  value === undefined || value === '' ? '-' : String(value).replace(/\s+/g, ' ');
