import type { CentraOrderNumber, CentraReturnId } from '../../domain/ids.js';
import { idIn, locationsOf } from '../../domain/locations.js';
import { isRestocked, type PlannedReturn } from '../../domain/return/assign-to-shipments.js';
import { type MoneyBack, moneyBackOf, showsMore } from '../../domain/return/money-back.js';
import type { ReturnCosts } from '../../domain/return/share-costs.js';
import type { WebReturn } from '../../domain/return/web-return.js';
import type { StockPolicy } from '../../domain/stock/policy.js';
import { SystemProblem } from '../../systems/problem.js';
import type { Dependencies } from '../dependencies.js';
import { runOnce, untilEnded } from '../idempotent.js';
import { wakePublishers } from '../stock/publish/wake-publishers.js';

/** One return at the web shop, by the refund's order and our name of it. */
export interface ReturnIdentity {
  readonly number: CentraOrderNumber;
  readonly name: string;
}

export interface CreateReturn extends ReturnIdentity {
  readonly planned: PlannedReturn;
  /** Our id of the store that took the goods. */
  readonly location: string;
  readonly currency: string;
  /** Taken off what the customer gets back, minor units. */
  readonly feeMinor: number;
  /** Shipping cost and vouchers that go with it. */
  readonly costs: ReturnCosts;
}

export interface CreatedReturn {
  readonly id: CentraReturnId;
  readonly totalMinor: number;
}

type Needs = Pick<Dependencies, 'brand' | 'centra' | 'records' | 'temporal' | 'log'>;

/** The steps of a return at the web shop. Each looks at what is there before it acts, so it may be repeated at any time. */
export function createWebReturnActivities(needs: Needs, policy: StockPolicy) {
  const { brand, centra, records } = needs;

  async function find({ number, name }: ReturnIdentity): Promise<WebReturn | undefined> {
    return (await centra.returnsOf(number, 'returns')).find((r) => r.externalId === name);
  }

  async function mustFind(identity: ReturnIdentity): Promise<WebReturn> {
    const found = await find(identity);
    if (found) return found;
    const sentence = `Centra has no return ${identity.name} on order ${identity.number} any more.`;
    throw new SystemProblem({ kind: 'rejected', system: 'centra', operation: 'read return', sentence });
  }

  async function recordStock(location: string, name: string, lines: PlannedReturn['lines']): Promise<void> {
    await records.stockLedger.recordReturnRestock(
      { name, location, lines: lines.map(({ sku, quantity }) => ({ sku, quantity })) },
      policy,
    );
    await wakePublishers(needs, ['centra']);
  }

  return {
    /** Creates the return, which also books the goods into the store's warehouse or out of stock. Throws `rejected`. */
    async createReturn(input: CreateReturn): Promise<CreatedReturn> {
      const { number, name, planned, location, currency, feeMinor, costs } = input;
      // Before the call: from then on Centra may have booked the goods, and publishing them too would count them twice.
      if (isRestocked(planned)) await recordStock(location, name, planned.lines);
      try {
        const made = await runOnce(needs, {
          ...creation(brand.brand, name),
          lookUp: () => find({ number, name }),
          act: () =>
            centra.createReturn({
              shipment: planned.shipment,
              lines: planned.lines.map(({ shipmentLine, quantity }) => ({ shipmentLine, quantity })),
              stock: isRestocked(planned)
                ? { toWarehouse: idIn(locationsOf(brand).get(location), 'centra') }
                : 'remove',
              externalId: name,
              comment: `Returned in ${locationsOf(brand).get(location).name}`,
              currency,
              ...(feeMinor > 0 ? { returnCostMinor: feeMinor } : {}),
              ...(costs.shippingMinor > 0 ? { shippingCostMinor: costs.shippingMinor } : {}),
              ...(costs.voucherMinor > 0 ? { voucher: costs.voucherMinor } : {}),
            }),
        });
        return { id: made.id, totalMinor: made.totalMinor };
      } catch (err) {
        // Refused: the web shop has booked nothing, so the goods are published to it like any others.
        if (isRestocked(planned) && err instanceof SystemProblem && err.kind === 'rejected')
          await recordStock(location, name, []);
        throw err;
      }
    },

    /**
     * Pays the customer by the original payment, once. The payment provider may answer later. `failures` and
     * `refundedMinor` are what whoever decided to ask knew of. More of either means that something has happened since, such as
     * a part paid by a call whose answer was lost, and that is not asked for again without a person.
     */
    async refundReturn({
      failures,
      refundedMinor,
      ...identity
    }: ReturnIdentity & Pick<MoneyBack, 'failures' | 'refundedMinor'>): Promise<MoneyBack> {
      const isNews = (now: MoneyBack): boolean => showsMore(now, { failures, refundedMinor });
      return runOnce<MoneyBack>(needs, {
        key: `refund/${brand.brand}/${identity.name}`,
        system: 'centra',
        lookUp: async () => {
          const now = moneyBackOf(await mustFind(identity));
          return isNews(now) ? now : undefined;
        },
        act: async () => {
          const found = await mustFind(identity);
          const before = moneyBackOf(found);
          if (isNews(before)) return before;
          try {
            return moneyBackOf({ ...found, refunds: await centra.refundReturn(found.id) });
          } catch (err) {
            if (!(err instanceof SystemProblem && err.kind === 'rejected')) throw err;
            const now = moneyBackOf(await mustFind(identity));
            return { ...now, status: 'failed', why: now.why ? `${now.why} ${err.message}` : err.message };
          }
        },
      });
    },

    async readRefundStatus(identity: ReturnIdentity): Promise<MoneyBack> {
      return moneyBackOf(await mustFind(identity));
    },

    async completeReturn(identity: ReturnIdentity): Promise<void> {
      const isCompleted = async () => ((await mustFind(identity)).status === 'completed' ? true : undefined);
      await runOnce(needs, {
        key: `complete-return/${brand.brand}/${identity.name}`,
        system: 'centra',
        lookUp: isCompleted,
        act: async () => {
          const found = await mustFind(identity);
          if (found.status !== 'completed') await centra.completeReturn(found.id);
          return true;
        },
      });
      await records.stockLedger.returnRestocked(identity.name);
    },

    /** Takes a return back that should not be: its stock too. Nothing to do when there is none. Throws `rejected`. */
    async undoReturn({ location, ...identity }: ReturnIdentity & { readonly location: string }): Promise<void> {
      // What is created late would outlive its undoing.
      await untilEnded(needs, creation(brand.brand, identity.name));
      const found = await find(identity);
      if (found)
        await runOnce(needs, {
          key: `undo/${brand.brand}/${identity.name}/${found.id}`,
          system: 'centra',
          lookUp: async () => ((await find(identity))?.id === found.id ? undefined : true),
          act: async () => {
            await centra.deleteReturn(found.id);
            return true;
          },
        });
      await recordStock(location, identity.name, []);
    },
  };
}

/** Creating a return, for those who do it and those who undo it. */
const creation = (brand: string, name: string) => ({ key: `return/${brand}/${name}`, system: 'centra' }) as const;
