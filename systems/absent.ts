import { NAMES_OF_SYSTEMS } from '../domain/installation.js';
import type { System } from '../domain/names.js';
import type { CentraPort } from './centra/port.js';
import type { Systems } from './connect.js';
import { SystemProblem } from './problem.js';
import type { SitooPort } from './sitoo/port.js';
import type { WarehousePort } from './warehouse-port.js';

/** All counterparts, as activities take them. */
export type Ports = Required<Pick<Systems, System>> & Pick<Systems, 'warehouses'>;

/**
 * The counterparts as activities take them. In the place of one that the brand does not have stands a port that refuses every call:
 * nobody calls it who has asked `hasFlow` or `hasSystem` first, and whoever has not becomes a case instead of a call into nothing.
 */
export const portsOf = ({ centra, sitoo, wms, warehouses }: Pick<Systems, System | 'warehouses'>): Ports => ({
  centra: centra ?? absent<CentraPort>('centra'),
  sitoo: sitoo ?? absent<SitooPort>('sitoo'),
  wms: wms ?? absent<WarehousePort>('wms'),
  ...(warehouses && { warehouses }),
});

function absent<Port extends object>(system: System): Port {
  return new Proxy({} as Port, {
    get(_, operation) {
      // A port that is awaited or printed must not seem to be a promise, or anything else that it is not.
      if (typeof operation !== 'string' || operation === 'then' || operation === 'toJSON') return undefined;
      return () => {
        throw new SystemProblem({
          kind: 'rejected',
          system,
          operation,
          sentence: `This brand has no ${NAMES_OF_SYSTEMS[system].replace(/^the /, '')}, and ${operation} was asked of it.`,
        });
      };
    },
  });
}
