import { scaled } from '../../domain/brand.js';
import type { LateTransfer } from '../../systems/database/stock-port.js';
import { caseAutoResolved } from '../../workflows/messages.js';
import { openCases } from '../cases/open-cases.js';
import { openStandaloneCase } from '../cases/standalone-case.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { signalRunning } from '../signal-running.js';

/** Goods that left longer ago than this beyond their time are asked about no more: a person was asked then. */
const ASKED_ABOUT_MS = 60 * 86_400_000;
/** Shipments asked about in one round; each answer, or arrival, makes room for another. */
const ASKED_AT_ONCE = 50;
/** SKUs named in a sentence. */
const NAMED = 5;

type Needs = Pick<Dependencies, 'brand' | 'temporal' | 'records'>;

/**
 * Asks about goods that left for another location and have not arrived there within their time: on the way they are sold
 * nowhere, so nobody else misses them. Each shipment is asked about once; what arrives after all closes its case.
 */
export function lateTransferCases(needs: Needs) {
  const { brand, records, temporal } = needs;

  async function ask(late: LateTransfer): Promise<void> {
    await openStandaloneCase(
      needs,
      {
        subject: String(late.shipment),
        location: late.location,
        problem: { code: 'stock.transfer-late', sentence: sentenceOf(late) },
        about: { kind: 'transfer-late', shipment: late.shipment },
      },
      'once',
    );
  }

  async function closeArrived(late: readonly LateTransfer[]): Promise<void> {
    const subjects = new Set(late.map(({ shipment }) => String(shipment)));
    for (const { subject, workflowId } of await openCases(needs, 'stock.transfer-late')) {
      checkpoint();
      if (!subjects.has(subject))
        await signalRunning(temporal.workflow.getHandle(workflowId), caseAutoResolved, {
          why: 'Its goods have arrived.',
        });
    }
  }

  return async (): Promise<void> => {
    const to = Date.now() - scaled(brand, brand.stock.transfersArriveWithin);
    const late = await records.stockQueries.lateTransfers({ from: to - ASKED_ABOUT_MS, to }, ASKED_AT_ONCE);
    for (const one of late) {
      checkpoint();
      await ask(one);
    }
    // Beyond the bound nobody knows which of the others have arrived.
    if (late.length < ASKED_AT_ONCE) await closeArrived(late);
  };
}

function sentenceOf({ shipment, location, since, missing }: LateTransfer): string {
  const named = missing.slice(0, NAMED).map(({ sku, quantity }) => `${quantity} of ${sku}`);
  const more = missing.length > NAMED ? ` and ${missing.length - NAMED} other SKUs` : '';
  return `Shipment ${shipment} left ${location} on ${new Date(since).toISOString().slice(0, 10)}, and ${named.join(', ')}${more} have not arrived anywhere.`;
}
