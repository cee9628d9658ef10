import type { ProductState, ProductSystem } from '../../../domain/products/product.js';
import type { Database, Query } from '../database.js';
import type { MasterRow, ProductStore } from '../products-port.js';
import { jsonOf } from '../storable.js';
import { productQueries } from './product-queries.js';
import { productReadings } from './readings.js';

/** Products in PostgreSQL: the masters of the web shop, and their replicas downstream. */
export function productStore({ query, transaction }: Pick<Database, 'query' | 'transaction'>): ProductStore {
  const reading = productReadings(transaction);
  return {
    ...productQueries(query),
    beginReading: reading.begin,
    saveMasters: (read, of = {}) =>
      reading.save('masters', of, {
        ids: read.map((row) => row.product),
        async rows(run, number) {
          const rows = oncePer(read, ({ sku }) => sku);
          await noteRenames(run, rows);
          await run(
            `insert into product_masters (sku, product, variant, size, barcode, name, active, offered, customs, reading)
             select *, $10::bigint from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[],
               $7::boolean[], $8::boolean[], $9::jsonb[])
             on conflict (sku) do update set product = excluded.product, variant = excluded.variant, size = excluded.size,
               barcode = excluded.barcode, name = excluded.name, active = excluded.active, offered = excluded.offered,
               customs = excluded.customs, reading = greatest(product_masters.reading, excluded.reading)`,
            [
              rows.map((r) => r.sku),
              rows.map((r) => r.product),
              rows.map((r) => r.variant),
              rows.map((r) => r.size),
              rows.map((r) => r.barcode),
              rows.map((r) => r.name),
              rows.map((r) => r.active),
              rows.map((r) => r.offered),
              rows.map((r) => (r.customs === undefined ? null : jsonOf(r.customs))),
              number,
            ],
          );
          // A size that got another SKU must not leave its former one behind.
          await run('delete from product_masters where size = any($1::bigint[]) and not sku = any($2::text[])', [
            rows.map((r) => r.size),
            rows.map((r) => r.sku),
          ]);
        },
      }),
    savePrices: (read, of = {}) =>
      reading.save('prices', of, {
        ids: read.map((row) => row.display),
        rows(run, number) {
          const rows = oncePer(read, ({ variant }) => variant);
          return run(
            `insert into product_prices (variant, display, prices, tax_group, reading)
             select *, $5::bigint from unnest($1::bigint[], $2::bigint[], $3::jsonb[], $4::jsonb[])
             on conflict (variant) do update set display = excluded.display, prices = excluded.prices,
               tax_group = excluded.tax_group, reading = greatest(product_prices.reading, excluded.reading)`,
            [
              rows.map((r) => r.variant),
              rows.map((r) => r.display),
              rows.map((r) => jsonOf(r.prices)),
              rows.map((r) => (r.taxGroup === undefined ? null : jsonOf(r.taxGroup))),
              number,
            ],
          );
        },
      }),
    saveCampaigns: (read, of) =>
      reading.save('campaigns', of, {
        ids: read.map((row) => row.id),
        rows: (run, number) => {
          const rows = oncePer(read, ({ id }) => id);
          return run(
            `insert into product_campaigns (id, variant, starts_at, ends_at, price_minor, percent_off, reading)
           select id, variant, to_timestamp(starts / 1000.0), to_timestamp(ends / 1000.0), price_minor, percent_off, $7::bigint
             from unnest($1::bigint[], $2::bigint[], $3::double precision[], $4::double precision[], $5::bigint[],
               $6::double precision[]) as r (id, variant, starts, ends, price_minor, percent_off)
           on conflict (id) do update set variant = excluded.variant, starts_at = excluded.starts_at,
             ends_at = excluded.ends_at, price_minor = excluded.price_minor, percent_off = excluded.percent_off,
             reading = greatest(product_campaigns.reading, excluded.reading)`,
            [
              rows.map((r) => r.id),
              rows.map((r) => r.variant),
              rows.map((r) => r.startsAtMs),
              rows.map((r) => r.endsAtMs),
              rows.map((r) => r.priceMinor ?? null),
              rows.map((r) => r.percentOff ?? null),
              number,
            ],
          );
        },
      }),
    async saveSizes(rows) {
      await query(
        `update product_masters m set barcode = r.barcode, active = m.offered and r.active
         from unnest($1::bigint[], $2::text[], $3::boolean[]) as r (size, barcode, active) where m.size = r.size`,
        [rows.map((r) => r.size), rows.map((r) => r.barcode), rows.map((r) => r.active)],
      );
    },
    saveReplicas: (system, read, of = {}) =>
      reading.save(system, of, {
        ids: read.flatMap(({ sku, ref }) => [sku, ...(ref === undefined ? [] : [ref])]),
        rows(run, number) {
          const rows = oncePer(read, ({ sku }) => sku);
          return run(
            `insert into product_replicas (system, sku, ref, seen, reading)
             select $1, sku, ref, seen::jsonb, $5::bigint from unnest($2::text[], $3::text[], $4::text[]) as r (sku, ref, seen)
             on conflict (system, sku) do update set ref = excluded.ref, seen = excluded.seen,
               reading = greatest(product_replicas.reading, excluded.reading)`,
            [system, rows.map((r) => r.sku), rows.map((r) => r.ref ?? null), rows.map(stateOf), number],
          );
        },
      }),
    setDue: (system, skus, { after, upTo }) =>
      transaction(async (run) => {
        // A write has several calls, and only the first may show.
        await run(
          `update product_replicas set due = false
           where system = $1 and due and writing is null and sku > $3 and ($4::text is null or sku <= $4)
             and not sku = any($2::text[])`,
          [system, skus, after, upTo ?? null],
        );
        await markDue(run, system, skus);
      }),
    async force(system, sku) {
      await query(
        `insert into product_replicas (system, sku, due, forced) values ($1, $2, true, true)
         on conflict (system, sku) do update set due = true, forced = true`,
        [system, sku],
      );
    },
    async recordAttempts(system, rows) {
      await query(
        `update product_replicas c set writing = r.wanted::jsonb
         from unnest($2::text[], $3::text[]) as r (sku, wanted) where c.system = $1 and c.sku = r.sku`,
        [system, rows.map((r) => r.sku), rows.map((r) => stateOf(r.wanted))],
      );
    },
    async recordResults(system, rows) {
      await query(
        `update product_replicas c set
           due = false, writing = null, refused = r.refused, ref = coalesce(r.ref, c.ref),
           reading = greatest(c.reading, coalesce((select p.reading from product_readings p where p.what = $1), 0)),
           seen = case when r.refused is null then r.wanted::jsonb else c.seen end,
           written = case when r.refused is null then r.wanted::jsonb else c.written end,
           written_at = case when r.refused is null then now() else c.written_at end,
           accepted = case when r.refused is null then null else c.accepted end, forced = false
         from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as r (sku, wanted, ref, refused)
         where c.system = $1 and c.sku = r.sku`,
        [
          system,
          rows.map((r) => r.sku),
          rows.map((r) => stateOf(r.wanted)),
          rows.map((r) => r.ref ?? null),
          rows.map((r) => r.refused ?? null),
        ],
      );
    },
    async recordAgreement(system, skus) {
      await query(
        'update product_replicas set written = seen where system = $1 and sku = any($2::text[]) and written is null',
        [system, skus],
      );
    },
    async accept(system, sku) {
      await query('update product_replicas set accepted = seen where system = $1 and sku = $2', [system, sku]);
    },
  };
}

/** A size that got another SKU: whatever is known under the former one belongs to the new one. A name that is used again is nobody's former one. */
async function noteRenames(query: Query, rows: readonly MasterRow[]): Promise<void> {
  const columns = [rows.map((row) => row.size), rows.map((row) => row.sku)];
  const { rows: renamed } = await query<{ former: string; sku: string }>(
    `select m.sku as former, r.sku from unnest($1::bigint[], $2::text[]) r (size, sku) join product_masters m using (size)
     where m.sku <> r.sku and not m.sku = any($2::text[])`,
    columns,
  );
  for (const { former, sku } of renamed) {
    await query('delete from sku_renames where former = $1', [sku]);
    await query('update sku_renames set sku = $2 where sku = $1', [former, sku]);
    await query(
      `insert into sku_renames (former, sku) values ($1, $2)
       on conflict (former) do update set sku = excluded.sku, at = clock_timestamp(), carried_at = null`,
      [former, sku],
    );
  }
}

async function markDue(query: Query, system: ProductSystem, skus: readonly string[]): Promise<void> {
  await query(
    `insert into product_replicas (system, sku, due) select $1, sku, true from unnest($2::text[]) as r (sku)
     on conflict (system, sku) do update set due = true where not product_replicas.due`,
    [system, skus],
  );
}

/** The last of the rows with the same key: one statement cannot write the same row twice, and pages of two sizes overlap. */
const oncePer = <T>(rows: readonly T[], keyOf: (row: T) => string | number): T[] => [
  ...new Map(rows.map((row) => [keyOf(row), row])).values(),
];

const stateOf = ({ name, barcode, active, priceMinor, customs }: ProductState): string =>
  jsonOf({
    name,
    barcode,
    active,
    ...(priceMinor === undefined ? {} : { priceMinor }),
    ...(customs === undefined ? {} : { customs }),
  });
