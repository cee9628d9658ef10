import type { z } from 'zod';
import { formatUnits, parseUnits } from '../../../domain/money.js';
import type { Answer } from '../kit/answer.js';
import { itemWise } from './item-wise.js';
import { between, filter, listed, listedById, wholeNumber } from './listing.js';
import { WAREHOUSE } from './records.js';
import { newTransaction, stockLevel } from './requests.js';
import type { Route } from './route.js';
import { journalShape } from './shapes.js';
import { Refusal, type Shop } from './shop.js';
import type { WarehouseRecord } from './state.js';

const JOURNAL_FILTERS = ['warehousetransactionid', 'warehousetransactionidfrom', 'warehousetransactionidto'];
const MORE_JOURNAL_FILTERS = ['datecreatedfrom', 'datecreatedto', 'transactiontype'];

/** Warehouses, their levels and journal, and settings. */
export const stockRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^sites\/1\/warehouses$/,
    list: true,
    answer: (shop, { query }) =>
      listed(
        [...shop.state.warehouses].map(([warehouseid, warehouse]) => ({
          warehouseid,
          warehousetype: warehouse.type,
          usetype: 10,
          sellable: true,
          currencycode: shop.state.world.currency,
          name: warehouse.location.name,
          externalid: warehouse.location.id,
        })),
        query,
        'warehouseid',
      ),
  },
  {
    method: 'GET',
    path: /^sites\/1\/warehouses\/(\d+)\/warehouseitems$/,
    parameters: ['sku', 'datelastmodifiedfrom', 'datelastmodifiedto'],
    list: true,
    answer(shop, { ids, query }) {
      const warehouseid = Number(ids[0]);
      const { totals } = warehouse(shop, warehouseid);
      const reserved = shop.state.reserved().get(warehouseid) ?? new Map<string, number>();
      const skus = filter(query, 'sku');
      const rows = [...new Set([...totals.keys(), ...reserved.keys()])].filter((sku) => skus?.has(sku) ?? true);
      return listed(
        rows.map((sku) => ({
          warehouseid,
          sku,
          decimaltotal: formatUnits(totals.get(sku) ?? 0),
          decimalreserved: formatUnits(reserved.get(sku) ?? 0),
          decimalavailable: formatUnits((totals.get(sku) ?? 0) - (reserved.get(sku) ?? 0)),
        })),
        query,
      );
    },
  },
  {
    method: 'PUT',
    path: /^sites\/1\/warehouses\/(\d+)\/warehouseitems$/,
    answer(shop, call) {
      const { type, totals } = warehouse(shop, Number(call.ids[0]));
      const assertSettable = (level: z.output<typeof stockLevel>) => {
        if (!shop.state.products.has(level.sku)) throw new Refusal(`Product not found, sku ${level.sku}`);
        if (level.decimaltotal !== undefined && type !== WAREHOUSE.virtual)
          throw new Refusal('decimaltotal can only be set on a virtual warehouse');
      };
      if (shop.tightLipped && itemWise(call, stockLevel, assertSettable).some((result) => result.statuscode >= 400))
        throw new Refusal('Invalid value for parameter warehouseitems');
      const results = itemWise(call, stockLevel, (level) => {
        assertSettable(level);
        if (level.decimaltotal !== undefined) totals.set(level.sku, parseUnits(level.decimaltotal));
        return true;
      });
      return { status: 200, json: results };
    },
  },
  {
    method: 'POST',
    path: /^sites\/1\/warehousetransactions$/,
    answer(shop, call) {
      const results = itemWise(call, newTransaction, (wanted) => {
        if (warehouse(shop, wanted.warehouseid).type === WAREHOUSE.virtual)
          throw new Refusal('Transactions cannot be made on a virtual warehouse');
        const unknown = wanted.items.find((item) => !shop.state.products.has(item.sku));
        if (unknown !== undefined) throw new Refusal(`Product not found, sku ${unknown.sku}`);
        const row = shop.state.move({
          warehouseid: wanted.warehouseid,
          type: wanted.transactiontype,
          description: wanted.description ?? '',
          externalid: wanted.externalid ?? null,
          items: wanted.items.map((item) => ({ sku: item.sku, quantity: parseUnits(item.decimalquantity) })),
        });
        shop.events.moved(row);
        return row.id;
      });
      return { status: 200, json: results };
    },
  },
  {
    method: 'GET',
    path: /^sites\/1\/warehousetransactions$/,
    parameters: ['warehouseid', ...JOURNAL_FILTERS, ...MORE_JOURNAL_FILTERS],
    list: true,
    answer: (shop, { query }) => journal(shop, query, filter(query, 'warehouseid')),
  },
  {
    method: 'GET',
    path: /^sites\/1\/warehouses\/(\d+)\/warehousetransactions$/,
    parameters: [...JOURNAL_FILTERS, ...MORE_JOURNAL_FILTERS],
    list: true,
    answer: (shop, { ids, query }) => journal(shop, query, new Set([ids[0] ?? ''])),
  },
  {
    method: 'GET',
    path: /^sites\/1\/settings$/,
    answer: (shop) => ({
      status: 200,
      json: {
        currencycode: shop.state.world.currency,
        pricesstoredwithvat: shop.readings.pricesStoredWithVat === 'yes',
        timezone: 'Europe/Stockholm',
        numdaysreserved: 14,
      },
    }),
  },
];

function journal(shop: Shop, query: URLSearchParams, warehouses: ReadonlySet<string> | undefined): Answer {
  const ids = filter(query, 'warehousetransactionid');
  const types = filter(query, 'transactiontype');
  const range = (name: string) => ({
    from: wholeNumber(query, `${name}from`, 0),
    to: wholeNumber(query, `${name}to`, Number.POSITIVE_INFINITY),
  });
  const created = range('datecreated');
  const rows = between(shop.state.journal, (row) => row.id, range('warehousetransactionid')).filter(
    (row) =>
      (warehouses?.has(String(row.warehouseid)) ?? true) &&
      (ids?.has(String(row.id)) ?? true) &&
      (types?.has(String(row.type)) ?? true) &&
      row.atMs >= created.from * 1_000 &&
      row.atMs < created.to * 1_000,
  );
  return listedById(rows, query, {
    id: 'warehousetransactionid',
    shape: (row) => journalShape(row, shop.readings.transferRows === 'named'),
  });
}

function warehouse(shop: Shop, id: number): WarehouseRecord {
  const found = shop.state.warehouses.get(id);
  if (found === undefined) throw new Refusal(`Warehouse ${id} not found`, 404);
  return found;
}
