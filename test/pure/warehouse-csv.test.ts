import { describe, expect, it } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import type { z } from 'zod';
import { notesOf } from '../../systems/file-warehouse/columns.js';
import { type CsvSettings, readCsv, USUAL_CSV, writeCsv } from '../../systems/file-warehouse/csv.js';
import { encode } from '../../systems/file-warehouse/encodings.js';
import { type Format, INCOMING, OUTGOING } from '../../systems/file-warehouse/formats.js';

const MARK = Buffer.from('\ufeff');
const DELIMITERS = [',', ';', '\t', '|'] as const;
const ENCODINGS = ['utf-8', 'windows-1252', 'iso-8859-1'] as const;
const LINE_ENDS = ['\n', '\r\n', '\r'] as const;

const columnsOf = (shape: z.ZodRawShape): [string, z.ZodType][] => Object.entries(shape as Record<string, z.ZodType>);
const FORMATS: Readonly<Record<string, Format>> = { ...INCOMING, ...OUTGOING };

/** A row of examples, as the page for a warehouse shows them. */
const exampleOf = ({ columns }: Format): Record<string, string> =>
  Object.fromEntries(columnsOf(columns.shape).map(([name, column]) => [name, notesOf(column).example]));
const read = (kind: string, content: Buffer | string, settings: Partial<CsvSettings> = {}): Promise<object[]> => {
  const format = FORMATS[kind];
  if (format === undefined) throw new Error(`there is no kind ${kind}`);
  return readCsv(kind, { format, settings: { ...USUAL_CSV, ...settings } }, Buffer.from(content));
};
const refusal = (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => 'was read',
    (problem: Error) => problem.message,
  );

/** Letters of all three encodings, and what must be quoted. */
const names = fc.stringMatching(/^[a-zåäöéßÅÄÖ ,;|"'0-9]{1,20}$/).filter((name) => name.trim() !== '');

describe('a file of a warehouse', () => {
  it('Every kind is read in every encoding, with every separator and end of line, with and without a mark, quoted or not', async () => {
    for (const [kind, format] of Object.entries(INCOMING))
      for (const delimiter of DELIMITERS)
        for (const encoding of ENCODINGS)
          for (const record_delimiter of LINE_ENDS)
            for (const quoted of [true, false]) {
              const row = exampleOf(format);
              const written = stringify([Object.keys(row), Object.values(row)], {
                delimiter,
                record_delimiter,
                quoted,
              });
              const contents = [encode(written, encoding), Buffer.concat([MARK, Buffer.from(written)])];
              const rows = await Promise.all(contents.map((content) => read(kind, content, { delimiter, encoding })));
              const usual = await read(kind, stringify([Object.keys(row), Object.values(row)]));
              expect(rows).toEqual([usual, usual]);
            }
  });

  it('Names with any letter, separator and quote are what they were, in every encoding and with every separator', async () => {
    await fc.assert(
      fc.asyncProperty(
        names,
        fc.constantFrom(...DELIMITERS),
        fc.constantFrom(...ENCODINGS),
        async (name, delimiter, encoding) => {
          const written = stringify(
            [
              ['sku', 'name', 'active'],
              ['TEE-M', name, 'yes'],
            ],
            { delimiter },
          );
          const rows = await read('article-list', encode(written, encoding), { delimiter, encoding });
          expect(rows).toEqual([{ sku: 'TEE-M', name: name.trim(), active: true }]);
        },
      ),
    );
  });

  it('A column that Onepool does not name may hold line breaks, and the lines after it keep their numbers', async () => {
    const text = 'sku,note,active\nTEE-M,"two\nlines",yes\nCAP,,perhaps\n';
    expect(await refusal(read('article-list', text))).toMatch(/^Line 4, column active: /);
    expect(await read('article-list', text.replace('perhaps', 'no'))).toHaveLength(2);
  });

  it.each([
    ['.', '12.0', 12],
    ['.', '12.00', 12],
    [',', '12,00', 12],
    [',', '12', 12],
  ] as const)('Decimals after %j: %j is %d units', async (decimal, units, whole) => {
    const text = `warehouse;sku;units\n7;CAP;-${units}\n`;
    expect(await read('movements', text, { delimiter: ';', decimal })).toMatchObject([{ units: -whole }]);
  });

  it.each([
    ['.', '12.000'],
    ['.', '12,00'],
    [',', '12.00'],
    [',', '12,5'],
    ['.', '1e3'],
    ['.', ''],
  ] as const)('Decimals after %j: %j is no number of units', async (decimal, units) => {
    const text = `warehouse;sku;units\n7;CAP;${units}\n`;
    expect(await refusal(read('movements', text, { delimiter: ';', decimal }))).toMatch(/^Line 2, column units: /);
  });

  it('Some of many bad lines are named, without their values, and the others counted', async () => {
    const rows = Array.from({ length: 50 }, () => '7,CAP,Ada of Storgatan');
    const why = await refusal(read('movements', `warehouse,sku,units\n7,CAP,1\n${rows.join('\n')}\n7,CAP,1\n`));
    expect(why).toMatch(/^Line 3, column units: is no whole number of units\. Line 4, .* So are 45 more lines\.$/);
    expect(why).not.toMatch(/Ada/);
  });

  it.each([
    ['without a line', '', 'The file is empty: its first line must name its columns.'],
    ['without a column that is needed', 'warehouse,sku\n', 'Line 1: there is no column units.'],
    ['with a column twice', 'warehouse,sku,units,units\n7,CAP,1,2\n', 'Line 1: column units is there twice.'],
    [
      'with a line that is too short',
      'warehouse,sku,units\n7,CAP\n',
      'Line 2 has 2 columns, and the line of names has 3.',
    ],
    ['with a quote that does not end', 'warehouse,sku,units\n7,"CAP,1\n', 'is no line of a CSV file'],
    [
      'in UTF-16',
      Buffer.from('\ufeffwarehouse,sku,units\n', 'utf16le'),
      'The file is written in UTF-16, not in UTF-8.',
    ],
    [
      'in Windows-1252 that was not agreed',
      encode('warehouse,sku,units\n7,MÖSSA,1\n', 'windows-1252'),
      'The file is not written in UTF-8.',
    ],
  ] as const)('A file %s is refused with the reason', async (_what, content, why) => {
    expect(await refusal(read('movements', content))).toContain(why);
  });

  const limited = Object.entries(INCOMING).flatMap(([kind, format]) =>
    columnsOf(format.columns.shape).flatMap(([name, column]) => {
      const { most } = notesOf(column);
      return most === undefined ? [] : [[kind, name, most, format] as const];
    }),
  );
  it.each(limited)(
    'In %s, column %s takes %d characters and not one more',
    async (kind, name, most, format: Format) => {
      const content = (length: number): Buffer => {
        const row = { ...exampleOf(format), [name]: 'x'.repeat(length) };
        return Buffer.from(stringify([Object.keys(row), Object.values(row)]));
      };
      expect(await readCsv(kind, { format, settings: USUAL_CSV }, content(most))).toHaveLength(1);
      expect(await refusal(readCsv(kind, { format, settings: USUAL_CSV }, content(most + 1)))).toContain(
        `column ${name}: is empty, longer than ${most} characters`,
      );
    },
  );

  it('A page for tracking may have a long address', async () => {
    const row = { ...exampleOf(INCOMING['order-status']), tracking_url: `https://track.example/${'k'.repeat(1_500)}` };
    expect(await read('order-status', stringify([Object.keys(row), Object.values(row)]))).toMatchObject([
      { tracking_url: row.tracking_url },
    ]);
  });
});

describe('a file for a warehouse', () => {
  const write = (row: Record<string, string>, settings: Partial<CsvSettings> = {}): Promise<Buffer> =>
    writeCsv('orders', { format: OUTGOING.orders, settings: { ...USUAL_CSV, ...settings } }, [
      { ...exampleOf(OUTGOING.orders), ...row },
    ]);

  it('A remark with line breaks, quotes and separators is one value in quotes', async () => {
    const written = (await write({ order_remark: 'two\nlines; "so", |' })).toString();
    expect(written).toContain('"two\nlines; ""so"", |"');
  });

  it('Amounts have the decimal sign that was agreed, and nothing else changes', async () => {
    const written = (
      await write({ unit_price: '199.50', vat_percent: '12.5' }, { decimal: ',', delimiter: ';' })
    ).toString();
    expect(written).toMatch(/;199,50;SEK;12,5;/);
    expect(written).toContain(';2026-11-24T13:05:00.000Z;');
  });

  it.each(ENCODINGS)('Every letter of %s is written as it is', async (encoding) => {
    const letters = [...Buffer.from(Array.from({ length: 96 }, (_, n) => n + 160)).toString('latin1')].join('');
    const written = await write({ name: letters }, { encoding });
    expect(written.toString(encoding === 'utf-8' ? 'utf8' : 'latin1')).toContain(letters);
  });

  it('Letters without a byte lose their accents, and one without any stand-in is refused with its column', async () => {
    const written = await write({ name: 'Jānis Škoda' }, { encoding: 'iso-8859-1' });
    expect(written.toString('latin1')).toContain('Janis Skoda');
    expect(await refusal(write({ city: 'Łódź' }, { encoding: 'windows-1252' }))).toBe(
      'column city has a character that windows-1252 does not have',
    );
    const euro = await write({ name: '€' }, { encoding: 'windows-1252' });
    expect(euro.includes(0x80)).toBe(true);
    const list = Buffer.concat([Buffer.from('sku,name,active\nCAP,'), Buffer.from([0x80]), Buffer.from(',yes\n')]);
    expect(await read('article-list', list, { encoding: 'windows-1252' })).toMatchObject([{ name: '€' }]);
    expect(await refusal(write({ name: '€' }, { encoding: 'iso-8859-1' }))).toContain('column name');
  });

  const limited = Object.entries(OUTGOING).flatMap(([kind, format]) =>
    columnsOf(format.columns.shape).flatMap(([name, column]) => {
      const { most } = notesOf(column);
      return most === undefined ? [] : [[kind, name, most, format] as const];
    }),
  );
  it.each(limited)(
    'In %s, column %s is written with %d characters and refused with more',
    async (kind, name, most, format: Format) => {
      const write = (length: number): Promise<Buffer> =>
        writeCsv(kind, { format, settings: USUAL_CSV }, [{ ...exampleOf(format), [name]: 'x'.repeat(length) }]);
      expect((await write(most)).length).toBeGreaterThan(most);
      expect(await refusal(write(most + 1))).toBe(`column ${name} takes at most ${most} characters`);
    },
  );
});
