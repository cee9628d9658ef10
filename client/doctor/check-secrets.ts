import type { EventSecrets } from '../../config/environment.js';
import { SYSTEMS } from '../../domain/installation.js';
import type { System } from '../../domain/names.js';
import { type Finding, good, problem, warning } from './finding.js';

/** Checks that the gateway can verify who sends events, of these systems. */
export function checkSecrets(secrets: EventSecrets, systems: ReadonlySet<System>): Finding[] {
  const { centra, sitoo, wms, sitooUnsigned } = secrets;
  const findings = {
    centra: () =>
      centra.length > 0
        ? good('Centra webhooks', twoOrOne(centra.length))
        : problem(
            'Centra webhooks',
            'the gateway refuses them: set CENTRA_WEBHOOK_SECRET to the secret of the webhook in Centra.',
          ),
    sitoo: () => sitooFinding(sitoo?.passwords.length ?? 0, sitooUnsigned),
    wms: () =>
      wms.length > 0
        ? good('WMS webhooks', twoOrOne(wms.length))
        : problem(
            'WMS webhooks',
            'the gateway refuses them: set WMS_WEBHOOK_TOKEN to the X-Auth-Token of the webhook in the WMS.',
          ),
  } as const satisfies Record<System, () => Finding>;
  return SYSTEMS.filter((system) => systems.has(system)).map((system) => findings[system]());
}

function sitooFinding(passwords: number, unsigned: boolean): Finding {
  const check = 'Sitoo events';
  if (passwords > 0) return good(check, twoOrOne(passwords));
  if (unsigned)
    return warning(
      check,
      'anyone who reaches the gateway can send them (SITOO_EVENTS_AUTH=none): set a user and a password.',
    );
  return problem(
    check,
    'the gateway refuses them: set SITOO_EVENTS_USER and SITOO_EVENTS_PASSWORD to what Sitoo sends.',
  );
}

const twoOrOne = (secrets: number): string =>
  secrets > 1 ? 'a secret is set, and the former one is still accepted' : 'a secret is set';
