import type { PublishActivities } from '../activities/stock/publish/publish-stock.js';
import { steps } from './calls.js';
import { pauseAfter } from './cases/alarms.js';
import { longRunning } from './long-running.js';
import type { PublishStock } from './messages.js';
import { publish } from './options.js';
import { publisherControls } from './stock/publisher-controls.js';

const activities = steps<PublishActivities>(publish);

/**
 * Publishes stock to one target, as long as the brand has one. It carries settings and no stock: woken, it lets an activity publish what is most
 * urgent, and learns when to look again. A scheduled flow is published when its time has come.
 */
export async function publishStock(input: PublishStock): Promise<void> {
  const { target } = input;
  const loop = longRunning(input, {
    name: `publish-${target}`,
    subject: `stock to ${target}`,
    failing: `Stock cannot be published to ${target}.`,
    recovered: 'The counterpart takes stock again.',
  });
  const controls = publisherControls(input, loop);

  let againMs = controls.everyMs;
  while (loop.isNeeded) {
    if (controls.isPaused) await loop.until(() => !controls.isPaused || loop.isRenewalDue);
    // After failures in a row the publisher waits, however often it is woken.
    else await loop.until(() => (loop.isWoken && loop.failures === 0) || controls.isPaused, againMs);
    // What ended the wait is not handed over: the new run begins with a round.
    await loop.renewWhenDue<PublishStock>({ ...controls.carryOver(), woken: true });
    if (controls.isPaused) continue;

    againMs = controls.everyMs;
    const flows = controls.dueFlows();
    if (Object.keys(flows).length === 0) continue;
    const { releasedAt } = controls;
    const succeeded = await loop.attempt(async (make) => {
      const report = await make(() => activities.publishStock({ target, flows, releasedAt }));
      if (report.againMs === 0) loop.wake();
      else againMs = Math.min(controls.everyMs, report.againMs ?? controls.everyMs);
      controls.settle(report.published ?? [], releasedAt);
    });
    if (!succeeded) againMs = Math.min(controls.everyMs, pauseAfter(loop.failures));
  }
  await loop.end();
}
