import type { SitooProductId } from '../../../domain/ids.js';
import {
  differing,
  type MasterProduct,
  type ProductCustoms,
  type ProductReplica,
  type ProductState,
  type ProductSystem,
  publishedTo,
} from '../../../domain/products/product.js';
import type { TaxGroup } from '../../../domain/products/vat-group.js';
import type { Query } from '../database.js';
import type { ProductStore, UnreadableProduct } from '../products-port.js';

interface MasterColumns {
  sku: string;
  barcode: string;
  name: string;
  active: boolean;
  price_minor: string | null;
  customs: ProductCustoms | null;
  tax_group: TaxGroup | null;
}

interface ReplicaColumns {
  system: ProductSystem;
  sku: string;
  seen: ProductState | null;
  writing: ProductState | null;
  written: ProductState | null;
  accepted: ProductState | null;
  forced: boolean;
  due: boolean;
  refused: string | null;
  written_at: Date | null;
}

/** The price that holds now, in the price list `$1`. Of several campaigns of a variant the lowest: which one wins is not documented. */
const LISTED = `(p.prices ->> ($1::bigint)::text)::bigint`;
const PRICE = `case when ${LISTED} is null then null else coalesce((
    select min(coalesce(c.price_minor, round(${LISTED} * (100 - c.percent_off::numeric) / 100)::bigint))
    from product_campaigns c where c.variant = m.variant and c.starts_at <= now() and c.ends_at > now()
  ), ${LISTED}) end as price_minor`;
const COLUMNS = `m.sku, m.barcode, m.name, m.active, m.customs, p.tax_group, ${PRICE}`;
const MASTERS = `select ${COLUMNS} from product_masters m left join product_prices p using (variant)`;
/** Odd rows that are asked about: where there are more, the list as a whole is at fault. */
const MOST_UNREADABLE = 1_000;
const REPLICAS =
  'select system, sku, seen, writing, written, accepted, forced, due, refused, written_at from product_replicas';

/** Looking products up: masters, replicas, and what is to be written. */
export function productQueries(
  query: Query,
): Pick<
  ProductStore,
  | 'masters'
  | 'priceChanges'
  | 'priceLists'
  | 'replicas'
  | 'replicasOf'
  | 'due'
  | 'writtenSince'
  | 'show'
  | 'progress'
  | 'unreadable'
> {
  return {
    async masters({ after, limit }, pricelist) {
      const { rows } = await query<MasterColumns>(`${MASTERS} where m.sku > $2 order by m.sku limit $3`, [
        pricelist ?? null,
        after,
        limit,
      ]);
      return rows.map(masterOf);
    },
    async priceLists() {
      const { rows } = await query<{ list: string }>(
        'select distinct jsonb_object_keys(prices) as list from product_prices',
      );
      return rows.map(({ list }) => Number(list)).sort((a, b) => a - b);
    },
    async unreadable() {
      const { rows } = await query<UnreadableProduct>(
        'select what, id, sentence from product_unreadable order by what, id limit $1',
        [MOST_UNREADABLE],
      );
      return rows;
    },
    async priceChanges(sinceMs) {
      const { rows } = await query<{ passed: number; next: string | null }>(
        `select (count(*) filter (where at > to_timestamp($1 / 1000.0) and at <= now()))::int as passed,
           (extract(epoch from min(at) filter (where at > now())) * 1000)::bigint as next
         from product_campaigns cross join lateral unnest(array[starts_at, ends_at]) as at`,
        [sinceMs],
      );
      const { passed = 0, next = null } = rows[0] ?? {};
      return { passed, ...(next === null ? {} : { nextAtMs: Number(next) }) };
    },
    async replicas(system, { after, limit }) {
      const { rows } = await query<ReplicaColumns>(`${REPLICAS} where system = $1 and sku > $2 order by sku limit $3`, [
        system,
        after,
        limit,
      ]);
      return rows.map(replicaOf);
    },
    async replicasOf(system, skus) {
      const { rows } = await query<ReplicaColumns>(`${REPLICAS} where system = $1 and sku = any($2::text[])`, [
        system,
        skus,
      ]);
      return rows.map(replicaOf);
    },
    async due(system, limit, pricelist) {
      const { rows } = await query<MasterColumns & { ref: SitooProductId | null; attempted: boolean }>(
        `select ${COLUMNS}, c.ref, c.writing is not null as attempted
         from product_replicas c join product_masters m using (sku) left join product_prices p using (variant)
         where c.system = $2 and c.due order by c.sku limit $3`,
        [pricelist ?? null, system, limit],
      );
      return rows.map(({ ref, attempted, ...master }) => ({
        sku: master.sku,
        wanted: publishedTo(system, masterOf(master)),
        attempted,
        ...(master.tax_group === null ? {} : { taxGroup: master.tax_group }),
        ...(ref === null ? {} : { ref }),
      }));
    },
    async writtenSince(moment, system) {
      const { rows } = await query<{ sku: string }>(
        `select distinct sku from product_replicas
         where written_at >= $1::timestamptz and ($2::text is null or system = $2)`,
        [moment, system ?? null],
      );
      return new Set(rows.map(({ sku }) => sku));
    },
    async show(sku, pricelist) {
      const masters = await query<MasterColumns>(`${MASTERS} where m.sku = $2`, [pricelist ?? null, sku]);
      const replicas = await query<ReplicaColumns>(`${REPLICAS} where sku = $1 order by system`, [sku]);
      const [master] = masters.rows;
      return {
        ...(master ? { master: masterOf(master) } : {}),
        replicas: replicas.rows.map((row) => ({
          ...replicaOf(row),
          system: row.system,
          due: row.due,
          ...(row.refused === null ? {} : { refused: row.refused }),
          ...(row.written_at === null ? {} : { writtenAt: row.written_at.toISOString() }),
        })),
      };
    },
    async progress() {
      const { rows } = await query<{ system: ProductSystem; present: number; due: number; refused: number }>(
        `select system, (count(*) filter (where seen is not null))::int as present, (count(*) filter (where due))::int as due,
           (count(*) filter (where refused is not null))::int as refused from product_replicas group by system`,
      );
      const counts = await query<{ masters: number; priced: number }>(
        `select count(*)::int as masters, (count(*) filter (where p.prices <> '{}'))::int as priced
         from product_masters left join product_prices p using (variant)`,
      );
      const none = { present: 0, due: 0, refused: 0 };
      const of = (system: ProductSystem) => {
        const { present, due, refused } = rows.find((row) => row.system === system) ?? none;
        return { present, due, refused };
      };
      const { masters = 0, priced = 0 } = counts.rows[0] ?? {};
      return { masters, priced, systems: { sitoo: of('sitoo'), wms: of('wms') } };
    },
  };
}

const masterOf = ({ sku, barcode, name, active, price_minor, customs, tax_group }: MasterColumns): MasterProduct => ({
  sku,
  barcode,
  name,
  active,
  ...(price_minor === null ? {} : { priceMinor: Number(price_minor) }),
  ...(customs === null ? {} : { customs }),
  ...(tax_group === null ? {} : { taxGroup: tax_group }),
});

/** An attempt whose outcome is not known may be what is seen: then it is ours, and not an edit. */
function replicaOf({ system, sku, seen, writing, written, accepted, forced, refused }: ReplicaColumns): ProductReplica {
  const ours = writing && seen && differing(system, writing, seen).length === 0 ? writing : written;
  return {
    sku,
    ...(seen ? { seen } : {}),
    ...(ours ? { written: ours } : {}),
    ...(accepted ? { accepted } : {}),
    ...(forced ? { forced } : {}),
    ...(refused === null ? {} : { refused }),
  };
}
