import { z } from 'zod';
import { chunk } from '../../domain/chunk.js';
import { formatUnits, parseUnits } from '../../domain/money.js';
import { rowOf } from '../answers-seen.js';
import { SystemProblem } from '../problem.js';
import type { WarningLog } from '../warning-log.js';
import { errorText } from './answer-problem.js';
import { batchAnswer, productAnswer, settingsAnswer, stockAnswer, totalAnswer, warehouseAnswer } from './answers.js';
import { WAREHOUSE_TYPES } from './codes.js';
import { ASKED_AT_ONCE, askable, readAll, readPage } from './pages.js';
import type { SitooPort } from './port.js';
import type { SitooTransport } from './transport.js';

const skuIn = z.object({ sku: z.string() });

type StockCalls = Pick<SitooPort, 'warehouses' | 'stock' | 'stockPage' | 'setStock' | 'knownSkus' | 'settings'>;

/** Warehouses, their levels, and what the site knows. */
export function stockCalls(transport: SitooTransport, siteId: number, logger: WarningLog | undefined): StockCalls {
  /** The row, unless its fields are odd: one such row must not hide the others. */
  function readable<T>(warehouseId: number, shape: z.ZodType<T>, row: unknown): T[] {
    const parsed = shape.safeParse(row);
    if (parsed.success) return [parsed.data];
    const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    const sku = skuIn.safeParse(row).data?.sku;
    logger?.warn({ sku, warehouseId, fields }, 'a stock level of Sitoo could not be read and was passed over');
    return [];
  }
  // Sold by weight or length: one such SKU must not hide the others.
  const isNoUnit = (warehouseId: number, sku: string, why: unknown) =>
    logger?.warn({ sku, warehouseId, why: String(why) }, 'Sitoo stock level is not in whole units');
  const items = (warehouseId: number) => `sites/${siteId}/warehouses/${warehouseId}/warehouseitems.json`;
  return {
    async warehouses() {
      const call = { operation: 'GET warehouses', path: `sites/${siteId}/warehouses.json`, lane: 'bulk' as const };
      const rows = await readAll(transport, call, warehouseAnswer);
      return rows.map((row) => ({
        id: row.warehouseid,
        name: row.name,
        virtual: row.warehousetype === WAREHOUSE_TYPES.virtual,
        ...(row.externalid ? { externalId: row.externalid } : {}),
        ...(row.sellable == null ? {} : { sellable: row.sellable }),
      }));
    },
    async stock(warehouseId, skus) {
      const wanted = new Set(askable(skus));
      const levels = new Map<string, { total: number; reserved: number; available: number }>();
      for (const some of chunk([...wanted], ASKED_AT_ONCE)) {
        const call = { operation: 'GET warehouseitems', path: items(warehouseId), lane: 'stock' as const };
        const query = { sku: some, fields: ['sku', 'decimaltotal', 'decimalreserved', 'decimalavailable'] };
        const rows = await readAll(transport, { ...call, query }, rowOf(stockAnswer));
        for (const row of rows.flatMap((one) => readable(warehouseId, stockAnswer, one))) {
          if (!wanted.has(row.sku)) continue;
          try {
            levels.set(row.sku, {
              total: parseUnits(row.decimaltotal),
              reserved: parseUnits(row.decimalreserved),
              available: parseUnits(row.decimalavailable),
            });
          } catch (error) {
            isNoUnit(warehouseId, row.sku, error);
          }
        }
      }
      return levels;
    },
    async stockPage(warehouseId, start) {
      const levels = new Map<string, number>();
      const call = { operation: 'GET warehouseitems', path: items(warehouseId), lane: 'bulk' as const };
      const query = { fields: ['sku', 'decimaltotal'] };
      const page = await readPage(transport, { ...call, query, start }, rowOf(totalAnswer));
      for (const row of page.items.flatMap((one) => readable(warehouseId, totalAnswer, one))) {
        try {
          levels.set(row.sku, parseUnits(row.decimaltotal));
        } catch (error) {
          isNoUnit(warehouseId, row.sku, error);
        }
      }
      return page.next === undefined ? { levels } : { levels, next: page.next };
    },
    async setStock(warehouseId, levels, isStillOurs) {
      if (levels.length === 0) return [];
      const operation = 'PUT warehouseitems';
      const body = levels.map(({ sku, total }) => ({ sku, decimaltotal: formatUnits(total) }));
      const results = await transport.send(
        { operation, method: 'PUT', path: items(warehouseId), lane: 'stock', body, isStillOurs },
        batchAnswer,
      );
      if (results.length !== levels.length)
        throw new SystemProblem({
          kind: 'malformed-answer',
          system: 'sitoo',
          operation,
          sentence: `Sitoo answered ${results.length} results to ${levels.length} stock levels for warehouse ${warehouseId}; send them again.`,
        });
      if (results.some((result) => result.statuscode === 429))
        throw new SystemProblem({
          kind: 'throttled',
          system: 'sitoo',
          operation,
          sentence: `Sitoo asked to wait before more stock levels for warehouse ${warehouseId}.`,
          retryAfterMs: 1_000,
          status: 429,
        });
      return levels.map(({ sku }, i) => {
        const result = results[i];
        return result !== undefined && result.statuscode < 400
          ? { sku }
          : { sku, refused: errorText(result, undefined) };
      });
    },
    async knownSkus(skus) {
      const wanted = new Set(askable(skus));
      const known = new Set<string>();
      for (const some of chunk([...wanted], ASKED_AT_ONCE)) {
        const call = { operation: 'GET products', path: `sites/${siteId}/products.json`, lane: 'orders' as const };
        const query = { sku: some, includeinactive: true, fields: ['sku'] };
        for (const { sku } of await readAll(transport, { ...call, query }, productAnswer))
          if (sku && wanted.has(sku)) known.add(sku);
      }
      return known;
    },
    async settings() {
      const answer = await transport.send(
        { operation: 'GET settings', method: 'GET', path: `sites/${siteId}/settings.json`, lane: 'bulk' },
        settingsAnswer,
      );
      return {
        currency: answer.currencycode,
        pricesWithVat: answer.pricesstoredwithvat,
        timezone: answer.timezone,
      };
    },
  };
}
