import { sleep } from '@temporalio/activity';
import type { Target } from '../../../domain/stock/flows.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import { checkpoint } from '../../checkpoint.js';
import type { RefusalCases } from '../stock-cases.js';
import { type PublishNeeds, type PublishReport, type PublishRequest, PublishRun } from './publish-run.js';
import { centraPublisher } from './publish-to-centra.js';
import { sitooPublisher } from './publish-to-sitoo.js';

/** One run of the activity ends after this, so that a pause or new settings take effect soon. */
const RUN_MS = 5_000;
/** While a call waits for its time, something more urgent may come. */
const CHOOSE_AGAIN_MS = 100;

export function createPublishActivities(needs: PublishNeeds, policy: StockPolicy, raiseRefusalCases: RefusalCases) {
  const publishers = { centra: centraPublisher(needs), sitoo: sitooPublisher(needs) };
  const lastCallAt: Record<Target, number> = { centra: 0, sitoo: 0 };
  const lookedFor = new Set<number>();

  return {
    /**
     * Publishes to one target for a while what is unpublished, the most urgent first, as fast as the counterpart allows.
     * Flows that are not named are left alone.
     */
    async publishStock(request: PublishRequest): Promise<PublishReport> {
      const { target } = request;
      const run = new PublishRun(request, { ...needs, policy, publisher: publishers[target], lastCallAt, lookedFor });
      await run.finishOpenBatches();
      await run.retryRefused();
      const endsAt = Date.now() + RUN_MS;
      for (;;) {
        checkpoint();
        const { more } = await run.refresh();
        const choice = await run.choose();
        if (Date.now() > endsAt || ('waitMs' in choice && !more && Date.now() + choice.waitMs >= endsAt)) {
          await raiseRefusalCases(target);
          await run.retryRefused();
          return run.report('waitMs' in choice && !more ? choice.waitMs : 0);
        }
        if ('waitMs' in choice) {
          // A short wait is spent here: a run of the workflow for every call would cost more than the call.
          if (!more) await sleep(Math.min(choice.waitMs, CHOOSE_AGAIN_MS));
          continue;
        }
        const throttled = await run.publish(choice.publish);
        if (throttled) return throttled;
      }
    },
  };
}

export type PublishActivities = ReturnType<typeof createPublishActivities>;
