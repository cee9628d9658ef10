import type { Query } from '../database.js';
import type { PickedUnits } from '../stock-port.js';

type Line = Pick<PickedUnits, 'orderName' | 'line' | 'location' | 'sku'>;

/** How far a line of an order in the warehouse was picked when we last looked. */
export interface PickCounter extends Line {
  picked: number;
  reading: number;
  /** How many times it was found changed: names its movements. */
  changes: number;
  touched: boolean;
}

const nameOfLine = ({ orderName, line, location, sku }: Line): string => [orderName, line, location, sku].join('\n');

/** The counters of the lines of one entry. Read them while their places are locked. */
export class PickCounters {
  readonly #counters: Map<string, PickCounter>;

  private constructor(counters: readonly PickCounter[]) {
    this.#counters = new Map(counters.map((counter) => [nameOfLine(counter), counter]));
  }

  static async read(query: Query, lines: readonly Line[]): Promise<PickCounters> {
    if (lines.length === 0) return new PickCounters([]);
    const { rows } = await query<Omit<PickCounter, 'reading' | 'touched'> & { reading: string }>(
      `select order_name as "orderName", line, location, sku, picked, reading, changes
       from (select distinct * from unnest($1::text[], $2::text[], $3::text[], $4::text[])
         k (order_name, line, location, sku)) k
       join stock_picks using (order_name, line, location, sku)`,
      [
        lines.map((one) => one.orderName),
        lines.map((one) => one.line),
        lines.map((one) => one.location),
        lines.map((one) => one.sku),
      ],
    );
    return new PickCounters(rows.map((row) => ({ ...row, reading: Number(row.reading), touched: false })));
  }

  of({ orderName, line, location, sku }: Line): PickCounter {
    const name = nameOfLine({ orderName, line, location, sku });
    const known = this.#counters.get(name);
    if (known) return known;
    const fresh = { orderName, line, location, sku, picked: 0, reading: 0, changes: 0, touched: false };
    this.#counters.set(name, fresh);
    return fresh;
  }

  async save(query: Query): Promise<void> {
    const rows = [...this.#counters.values()].filter((counter) => counter.touched);
    if (rows.length === 0) return;
    await query(
      `insert into stock_picks (order_name, line, location, sku, picked, reading, changes)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::bigint[], $7::integer[])
       on conflict (order_name, line, location, sku) do update
         set picked = excluded.picked, reading = excluded.reading, changes = excluded.changes`,
      [
        rows.map((row) => row.orderName),
        rows.map((row) => row.line),
        rows.map((row) => row.location),
        rows.map((row) => row.sku),
        rows.map((row) => row.picked),
        rows.map((row) => row.reading),
        rows.map((row) => row.changes),
      ],
    );
  }
}
