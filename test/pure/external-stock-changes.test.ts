import { describe, expect, it } from '@jest/globals';
import { detectExternalChanges } from '../../activities/stock/ingest/external-stock-changes.js';
import { brandSchema } from '../../config/brand.js';
import type { CentraStockChangeId } from '../../domain/ids.js';
import type { CentraPort } from '../../systems/centra/port.js';
import type { ExternalChange } from '../../systems/database/stock-port.js';
import { smallBrand } from '../support/harness/world.js';
import { asId } from '../support/ids.js';
import { inActivity } from '../support/in-activity.js';

const brand = brandSchema.parse(smallBrand('b', {}));
const warehouse = brand.locations[0]?.centra;

/** A shop in which others made so many changes of one warehouse, and what was recorded of them. */
function shopWith(changes: number, cursor: string) {
  const recorded: ExternalChange[] = [];
  const saved: string[] = [];
  const all = Array.from({ length: changes }, (_, i): CentraStockChangeId => asId(changes - i));
  const centra: Pick<CentraPort, 'stockChanges' | 'stockChangeLines'> = {
    stockChanges: async (warehouses, { limit, page }) =>
      warehouses
        .filter((one) => one === warehouse)
        .flatMap((one) =>
          all
            .slice((page - 1) * limit, page * limit)
            .map((id) => ({ warehouse: one, id, createdAt: '2026-11-28T10:00:00Z', comment: 'by hand' })),
        ),
    stockChangeLines: async (_, ids) => new Map(ids.map((id) => [id, [{ sku: `S-${id}`, quantity: 1 }]])),
  };
  const started: unknown[] = [];
  const needs = {
    brand,
    centra,
    records: {
      cursors: { get: async () => cursor, set: async (_: string, value: string) => void saved.push(value) },
      stockLedger: { recordExternalChanges: async (rows: readonly ExternalChange[]) => void recorded.push(...rows) },
    },
    temporal: { workflow: { start: async (...args: unknown[]) => void started.push(args) } },
  };
  // Only these parts of the records and of Temporal are used.
  return { detect: detectExternalChanges(needs as never), recorded, saved, started };
}

describe('stock changes that others make in the web shop', () => {
  it.each([19, 20, 21, 130])(
    'All %i changes since the last look are recorded with their lines, whatever a page holds',
    async (news) => {
      const { detect, recorded, saved } = shopWith(5 + news, '5');
      await inActivity(detect);
      expect(recorded.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(
        Array.from({ length: news }, (_, i) => 6 + i),
      );
      expect(recorded.every(({ id, lines }) => lines[0]?.sku === `S-${id}`)).toBe(true);
      expect(saved).toEqual([String(5 + news)]);
    },
  );
});
