import { auditLists, auditPrices } from '../../domain/products/audit.js';
import {
  auditMissingUpstream,
  auditSharedBarcodes,
  type Comparing,
  compareProducts,
} from '../../domain/products/audit-replicas.js';
import type { Divergence } from '../../domain/products/divergence.js';
import { productMasterOf, replicaSystemsOf } from '../../domain/products/master.js';
import { type Overview, overviewOf } from '../../domain/products/overview.js';
import { describeAmbiguousList } from '../../domain/products/price-list.js';
import type { FieldOwnership, MasterProduct, ProductReplica, ProductSystem } from '../../domain/products/product.js';
import { type AuditReport, tally } from '../../domain/products/report.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { type ProductQuestions, productQuestions } from './product-cases.js';
import { PRICES_COMPARED } from './read.js';
import { tillPrices } from './till-prices.js';
import type { VatGroups } from './vat-groups.js';

/** Products that are looked at together: all of a brand do not fit into one statement, nor into one turn of the process. */
export const COMPARED_AT_ONCE = 1_000;
/** Clocks differ, and a campaign that begins in this moment must not be missed. */
const OVERLAP_MS = 5_000;

/** What is done about what a comparison finds. A comparison that only looks does nothing. */
interface Acting {
  readonly questions: ProductQuestions;
  due(system: ProductSystem, skus: readonly string[], range: { after: string; upTo?: string }): Promise<void>;
  agreed(system: ProductSystem, skus: readonly string[]): Promise<void>;
}

/**
 * Compares all products of the web shop with their replicas, a piece at a time. What one product alone does not tell, barcodes and
 * names that several have, is gathered first.
 */
export function productComparer(needs: Dependencies, vatGroups: VatGroups) {
  const { brand, records } = needs;
  const store = records.products;
  const master = productMasterOf(brand);
  const replicaSystems = replicaSystemsOf(brand);

  /** All products, a piece at a time. `range`: the SKUs between which the piece lies; the last has no end. */
  async function* pieces<T extends { readonly sku: string }>(
    read: (piece: { after: string; limit: number }) => Promise<readonly T[]>,
  ): AsyncGenerator<{ readonly rows: readonly T[]; readonly range: { after: string; upTo?: string } }> {
    for (let after = ''; ; ) {
      checkpoint();
      const rows = await read({ after, limit: COMPARED_AT_ONCE });
      const last = rows.length < COMPARED_AT_ONCE ? undefined : rows.at(-1)?.sku;
      yield { rows, range: { after, ...(last === undefined ? {} : { upTo: last }) } };
      if (last === undefined) return;
      after = last;
    }
  }
  const mastersIn = (pricelist: number | undefined) => pieces((piece) => store.masters(piece, pricelist));
  const replicasIn = (system: ProductSystem) => pieces<ProductReplica>((piece) => store.replicas(system, piece));

  async function overview(): Promise<Overview> {
    const gathered = overviewOf();
    for await (const { rows } of mastersIn(undefined)) gathered.addMasters(rows);
    for (const system of replicaSystems)
      for await (const { rows } of replicasIn(system)) gathered.addReplicas(system, rows);
    return gathered.done();
  }

  function ownership(): FieldOwnership {
    const { name, price, barcode, status, customs } = brand.products.fields;
    return {
      name: name.onDownstreamEdit,
      price: price.onDownstreamEdit,
      barcode: barcode.onDownstreamEdit,
      status: status.onDownstreamEdit,
      customs: customs.onDownstreamEdit,
    };
  }

  /** What can be said of a system before its products are compared one by one, and how they then are. */
  async function prepare(
    system: ProductSystem,
    all: Overview,
    how: Pick<Comparing, 'knowsPrices' | 'vatGroupOf'>,
  ): Promise<{ divergences: readonly Divergence[]; comparing: Comparing }> {
    const shared = auditSharedBarcodes(system, all);
    const divergences = [...shared.divergences];
    const renamed = new Set<string>();
    for await (const { rows } of replicasIn(system)) {
      const missing = auditMissingUpstream({ system, master }, rows, all);
      divergences.push(...missing.divergences);
      for (const sku of missing.renamed) renamed.add(sku);
    }
    const { ambiguous } = all;
    const { clashing } = shared;
    const { currency } = brand;
    return {
      divergences,
      comparing: { upstream: master, system, currency, ownership: ownership(), ambiguous, clashing, renamed, ...how },
    };
  }

  async function compare({ questions, due, agreed }: Acting): Promise<AuditReport> {
    const found = tally(replicaSystems);
    const add = async (divergences: readonly Divergence[]): Promise<void> => {
      found.addDivergences(divergences);
      await questions.ask(divergences);
    };
    const [all, prices] = [await overview(), await tillPrices(needs)];
    const ambiguousPrices = prices.among === undefined ? undefined : describeAmbiguousList(prices.among, brand);
    await add(auditLists({ overview: all, unreadable: await store.unreadable(), ambiguousPrices, master }));
    const knowsPrices = ambiguousPrices === undefined;
    const how = {
      knowsPrices,
      vatGroupOf: replicaSystems.includes('sitoo') ? await vatGroups.rule() : () => 'unsaid' as const,
    };
    // A warehouse knows no prices, and tills that are the master are written to by nobody.
    const asksForPrices = master === 'centra' && replicaSystems.includes('sitoo');
    const systems: Comparing[] = [];
    for (const system of replicaSystems) {
      checkpoint();
      const { divergences, comparing } = await prepare(system, all, how);
      await add(divergences);
      systems.push(comparing);
    }
    for await (const { rows, range } of mastersIn(prices.list)) {
      checkpoint();
      found.addProducts(rows.length);
      if (asksForPrices && knowsPrices) await add(auditPrices(rows));
      for (const comparing of systems) {
        checkpoint();
        const { system } = comparing;
        const compared = compareProducts(rows, await store.replicasOf(system, skusOf(rows)), comparing);
        await add(compared.divergences);
        found.addDue(system, compared.due.length);
        await due(system, compared.due, range);
        await agreed(system, compared.agreed);
      }
    }
    await questions.closeSettled();
    return found.report();
  }

  return {
    /** Compares what was read. `act`: what is clear is put on the list to be written, people are asked about the rest. */
    async compareProducts({ act }: { act: boolean }): Promise<AuditReport> {
      if (!act) return compare(LOOKING);
      const comparedAt = Date.now();
      const report = await compare({
        questions: await productQuestions(needs),
        due: (system, skus, range) => store.setDue(system, skus, range),
        agreed: (system, skus) => store.recordAgreement(system, skus),
      });
      await records.cursors.set(PRICES_COMPARED, String(comparedAt - OVERLAP_MS));
      return report;
    },
  };
}

const skusOf = (masters: readonly MasterProduct[]): string[] => masters.map(({ sku }) => sku);

const LOOKING: Acting = {
  questions: { ask: async () => {}, closeSettled: async () => {} },
  due: async () => {},
  agreed: async () => {},
};
