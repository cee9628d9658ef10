import { scaled } from '../../domain/brand.js';
import { chunk } from '../../domain/chunk.js';
import type { CaseRow } from '../../systems/database/port.js';
import type { LateTransfer, LateTransferKey } from '../../systems/database/stock-port.js';
import { caseAutoResolved } from '../../workflows/messages.js';
import { openCases } from '../cases/open-cases.js';
import { openStandaloneCase } from '../cases/standalone-case.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { signalRunning } from '../signal-running.js';

/** Goods that left longer ago than this beyond their time are asked about no more: a person was asked then. */
const ASKED_ABOUT_MS = 60 * 86_400_000;
/** Cases opened in one round: people find so many one after another, and the next round asks about the ones behind. */
const ASKED_AT_ONCE = 50;
/** Late shipments in one piece. */
export const SHIPMENTS_A_PAGE = 200;
/** SKUs named in a sentence. */
const NAMED = 5;

type Needs = Pick<Dependencies, 'brand' | 'temporal' | 'records'>;

/**
 * Asks about goods that left for another location and have not arrived there within their time: on the way they are sold
 * nowhere, so nobody else misses them. Each shipment is asked about once; what arrives after all closes its case.
 */
export function lateTransferCases(needs: Needs) {
  const { brand, records, temporal } = needs;

  const ask = (late: LateTransfer): Promise<boolean> =>
    openStandaloneCase(
      needs,
      {
        subject: String(late.shipment),
        location: late.location,
        problem: { code: 'stock.transfer-late', sentence: sentenceOf(late) },
        about: { kind: 'transfer-late', shipment: late.shipment },
      },
      'once',
    );

  /** Shipments that were asked about, whether answered or not, take no room from those behind them. */
  async function askAboutNew(asked: ReadonlySet<string>): Promise<void> {
    const to = Date.now() - scaled(brand, brand.stock.transfersArriveWithin);
    let opened = 0;
    let after: LateTransferKey | undefined;
    do {
      const page = await records.stockQueries.lateTransfers({ from: to - ASKED_ABOUT_MS, to }, SHIPMENTS_A_PAGE, after);
      const unasked = page.filter(({ shipment }) => !asked.has(String(shipment)));
      const answered = await answeredOf(unasked);
      for (const late of unasked) {
        checkpoint();
        if (!answered.has(String(late.shipment)) && (await ask(late))) opened += 1;
        if (opened === ASKED_AT_ONCE) return;
      }
      after = page.length === SHIPMENTS_A_PAGE ? page.at(-1) : undefined;
    } while (after !== undefined);
  }

  /** Those of which a person has said what became of them: their goods may be late for ever, and no call has to find that out. */
  async function answeredOf(late: readonly LateTransfer[]): Promise<ReadonlySet<string>> {
    if (late.length === 0) return new Set();
    const subjects = late.map(({ shipment }) => String(shipment));
    const rows = await records.cases.list({ code: 'stock.transfer-late', subjects }, subjects.length);
    return new Set(rows.map(({ subject }) => subject));
  }

  /** Each case by the goods of its own shipment, also when that left long ago. */
  async function closeArrived(open: readonly CaseRow[]): Promise<void> {
    for (const piece of chunk(open, SHIPMENTS_A_PAGE)) {
      const onTheirWay = await records.stockQueries.onTheirWay(piece.map(({ subject }) => Number(subject)));
      for (const { subject, workflowId } of piece) {
        checkpoint();
        if (!onTheirWay.has(Number(subject)))
          await signalRunning(temporal.workflow.getHandle(workflowId), caseAutoResolved, {
            why: 'Its goods have arrived.',
          });
      }
    }
  }

  return async (): Promise<void> => {
    const open = await openCases(needs, 'stock.transfer-late');
    await closeArrived(open);
    await askAboutNew(new Set(open.map(({ subject }) => subject)));
  };
}

function sentenceOf({ shipment, location, since, missing }: LateTransfer): string {
  const named = missing.slice(0, NAMED).map(({ sku, quantity }) => `${quantity} of ${sku}`);
  const more = missing.length > NAMED ? ` and ${missing.length - NAMED} other SKUs` : '';
  return `Shipment ${shipment} left ${location} on ${new Date(since).toISOString().slice(0, 10)}, and ${named.join(', ')}${more} have not arrived anywhere.`;
}
