import { ConfigurationProblem } from '../config/configuration-problem.js';
import type { Brand } from '../domain/brand.js';
import { whyTillsDoNotFit } from '../domain/till-settings.js';
import type { SitooPort } from '../systems/sitoo/port.js';

/** A till that answers does so in well under a second; a worker does not wait longer for one that is away. */
const ANSWERS_WITHIN_MS = 5_000;

interface Needs {
  readonly brand: Brand;
  readonly sitoo: Pick<SitooPort, 'settings'>;
  readonly log: { warn(fields: object, message: string): void };
}

/**
 * Refuses to start beside tills whose settings would make prices wrong. Tills that do not answer now hold nothing up: a worker
 * must start while a counterpart is away.
 * @throws ConfigurationProblem
 */
export async function checkTills({ brand, sitoo, log }: Needs, withinMs = ANSWERS_WITHIN_MS): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), withinMs);
  });
  const asked = sitoo.settings().catch((err: unknown) => {
    log.warn({ why: String(err) }, 'the settings of the tills could not be read');
    return undefined;
  });
  const settings = await Promise.race([asked, late]);
  clearTimeout(timer);
  if (settings === undefined) return;
  const faults = whyTillsDoNotFit(brand, settings).map((sentence) => ({ where: '', sentence }));
  if (faults.length > 0) throw new ConfigurationProblem('The Sitoo site', faults);
}
