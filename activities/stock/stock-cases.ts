import { sleep } from '@temporalio/activity';
import { scaled } from '../../domain/brand.js';
import type { CaseCode } from '../../domain/cases/catalogue.js';
import { hasSystem } from '../../domain/installation.js';
import type { Target } from '../../domain/stock/flows.js';
import type { PositionKey } from '../../domain/stock/position.js';
import { alarmAfterMs } from '../../domain/stock/refusal.js';
import { safetyStockTwice, skusWithSafetyStock } from '../../domain/stock/safety-stock-twice.js';
import { caseAutoResolved, type StandaloneCase } from '../../workflows/messages.js';
import { openCases } from '../cases/open-cases.js';
import { openStandaloneCase } from '../cases/standalone-case.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { signalRunning } from '../signal-running.js';
import { wakePublishers } from './publish/wake-publishers.js';

type Needs = Pick<Dependencies, 'brand' | 'centra' | 'records' | 'temporal' | 'log'>;

const NAMES = { centra: 'Centra', sitoo: 'Sitoo' } as const;

const refusalSentence = (target: Target, { location, sku }: PositionKey, why: string): string =>
  `${NAMES[target]} does not accept the stock of ${sku} at ${location}. ${why}`;

/** Subject of the case about refused stock. */
export const refusedStockSubject = (target: Target, { location, sku }: PositionKey): string =>
  `${target}/${location}/${sku}`;

/** A publication that no rate limit holds back has happened by then; below the timeout of the activity. */
const PUBLISHED_WITHIN_MS = 30_000;
const CHECK_EVERY_MS = 250;

const REFUSAL_CODES = {
  allocated: 'stock.held-by-orders',
  'no-product': 'stock.refused',
  other: 'stock.refused',
} as const;

/** Opens a case for every SKU that a target has refused for too long, and closes those of which it has taken the stock since. */
export function refusalCases(needs: Pick<Dependencies, 'brand' | 'records' | 'temporal'>) {
  const { brand, records, temporal } = needs;
  const opened = new Set<string>();

  async function closeSettled(target: Target, subjects: ReadonlySet<string>): Promise<void> {
    for (const { subject, workflowId } of await openCases(needs, ...Object.values(REFUSAL_CODES))) {
      checkpoint();
      if (subject.startsWith(`${target}/`) && !subjects.has(subject))
        await signalRunning(temporal.workflow.getHandle(workflowId), caseAutoResolved, {
          why: `${NAMES[target]} has taken it since, or there is nothing to publish any more.`,
        });
    }
  }

  /** Somebody has said that the stock need not be known there, since it was refused. */
  async function isAnswered(code: CaseCode, subject: string, since: number): Promise<boolean> {
    const [last] = await records.cases.list({ code, subject }, 1);
    return last?.outcome === 'skip' && Date.parse(last.openedAt) >= since;
  }

  return async (target: Target): Promise<void> => {
    const refusals = await records.stockQueries.refusals(target);
    const subjects = new Set(refusals.map((key) => refusedStockSubject(target, key)));
    await closeSettled(target, subjects);
    for (const key of opened) if (!subjects.has(key.split('\n', 1)[0] ?? '')) opened.delete(key);
    for (const { location, sku, sentence, since, reason } of refusals) {
      checkpoint();
      const subject = refusedStockSubject(target, { location, sku });
      const key = `${subject}\n${since}`;
      if (opened.has(key) || Date.now() - since < scaled(brand, alarmAfterMs(target, reason))) continue;
      opened.add(key);
      if (await isAnswered(REFUSAL_CODES[reason], subject, since)) continue;
      await openStandaloneCase(needs, {
        subject,
        location,
        problem: { code: REFUSAL_CODES[reason], sentence: refusalSentence(target, { location, sku }, sentence) },
        about: { kind: 'stock-refused', target, location, sku },
      });
    }
  };
}

export type RefusalCases = ReturnType<typeof refusalCases>;

/** Carries out the answers to standalone cases of stock. */
export function createStandaloneCaseActivities(needs: Needs) {
  const { brand, centra, records } = needs;

  /** Waits until the publisher has tried: whoever answered wants to know right away whether the product is accepted now. */
  async function outcomeOf({ target, location, sku }: StandaloneCase['about'] & { kind: 'stock-refused' }) {
    const until = Date.now() + PUBLISHED_WITHIN_MS;
    for (;;) {
      checkpoint();
      const row = (await records.stockQueries.show(sku)).find((r) => r.location === location);
      const published = row?.targets.find((t) => t.target === target);
      if (published?.refused !== undefined)
        return { settled: false, sentence: refusalSentence(target, { location, sku }, published.refused) };
      // A figure that is still pending may be refused again later; it gets another case then.
      if (published?.pendingSince === undefined || Date.now() > until) return { settled: true };
      await sleep(CHECK_EVERY_MS);
    }
  }

  return {
    /** Carries out an answer. `settled: false` asks again, with the sentence. */
    async settleStandaloneCase(input: {
      brand: string;
      about: Exclude<
        StandaloneCase['about'],
        {
          kind:
            | 'event-refused'
            | 'not-compared'
            | 'not-recorded'
            | 'corrected-often'
            | 'order-changed'
            | 'product'
            | 'till-warehouse'
            | 'token-expires'
            | 'transfer-late'
            | 'trouble'
            | 'unknown-at-tills'
            | 'unknown-order'
            | 'without-receipt';
        }
      >;
      answer: 'retry' | 'skip';
    }): Promise<{ settled: boolean; sentence?: string }> {
      const { about, answer } = input;
      if (answer === 'skip') return { settled: true };
      if (about.kind === 'stock-refused') {
        await records.stockOutbox.release(about.target, about);
        await wakePublishers(needs, [about.target]);
        return outcomeOf(about);
      }
      const locations = await locationsWithSafetyStockTwice({ brand, centra });
      return locations.includes(about.location)
        ? { settled: false, sentence: `Centra still deducts safety stock of its own at ${about.location}.` }
        : { settled: true };
    },
  };
}

export type StandaloneCaseActivities = ReturnType<typeof createStandaloneCaseActivities>;

/** Ids of the locations where both the brand file and Centra subtract safety stock. */
export async function locationsWithSafetyStockTwice({
  brand,
  centra,
}: Pick<Dependencies, 'brand' | 'centra'>): Promise<string[]> {
  if (brand.stock.safetyStock.length === 0 || !hasSystem(brand, 'centra')) return [];
  const thresholds = new Map((await centra.warehouses()).map(({ id, threshold }) => [id, threshold]));
  const offsets = await centra.stockOffsets(skusWithSafetyStock(brand));
  const { byThreshold, byOffset } = safetyStockTwice(brand, { thresholds, offsets }, Date.now());
  const locations = [...byThreshold.map(({ location }) => location), ...byOffset.flatMap((twice) => twice.locations)];
  return [...new Set(locations.map(({ id }) => id))];
}
