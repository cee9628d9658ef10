import { describe, expect, it } from '@jest/globals';
import { showFindings } from '../../client/cli/commands/doctor.js';
import { showSchedules } from '../../client/cli/commands/schedules.js';
import { checkSecrets } from '../../client/doctor/check-secrets.js';
import { checkSystems } from '../../client/doctor/check-systems.js';
import { good, problem, warning } from '../../client/doctor/finding.js';
import { wantedSchedules } from '../../client/schedules.js';
import { loadBrand, parseBrand } from '../../config/load-brand.js';
import type { Systems } from '../../systems/connect.js';
import { SystemProblem } from '../../systems/problem.js';
import { onepool, testShell } from '../support/test-shell.js';

const brand = loadBrand('config/example.brand.yaml');

/** Counterparts that fit the example brand; a port's other methods are never called by the doctor. */
function fitting(skewMs = 200) {
  const centra = {
    warehouses: async () =>
      brand.locations.map((l) => ({
        id: l.centra,
        name: l.name,
        stockMaster: 'EXTERNAL',
        allocationPolicy: 'AUTO',
        active: true,
      })),
    clockSkewMs: () => skewMs,
  };
  const sitoo = {
    warehouses: async () =>
      brand.locations.map((l) => ({ id: l.sitoo, name: l.name, virtual: l.kind === 'warehouse' })),
    settings: async () => ({ currency: 'SEK', pricesWithVat: true, timezone: 'Europe/Stockholm' }),
    clockSkewMs: () => skewMs,
  };
  const wms = {
    warehouses: async () => [{ id: 1, name: 'DC' }],
    statuses: async () =>
      Object.values(brand.wms.statuses).flatMap((numbers) => numbers.map((number) => ({ number, text: `s${number}` }))),
    clockSkewMs: () => skewMs,
  };
  return { centra, sitoo, wms };
}
const examineWith = (systems: object) =>
  checkSystems(systems as Systems, brand, (error) => (error instanceof Error ? error.message : 'unknown'));

describe('the doctor', () => {
  it('finds nothing to mend where everything fits', async () => {
    const findings = await examineWith(fitting());
    expect(findings.filter((f) => f.verdict !== 'good')).toEqual([]);
    expect(findings.map((f) => f.check)).toEqual(
      expect.arrayContaining(['Centra', 'locations in Sitoo', 'order statuses of the WMS', 'clock of WMS']),
    );
  });

  it('finds a location that no counterpart knows, one that is not active, and a mirror that is not virtual', async () => {
    const { centra, sitoo, wms } = fitting();
    const wrong = {
      centra: {
        ...centra,
        warehouses: async () =>
          (await centra.warehouses()).slice(1).map((w) => (w.id === 2 ? { ...w, active: false } : w)),
      },
      sitoo: {
        ...sitoo,
        warehouses: async () => (await sitoo.warehouses()).map((w) => ({ ...w, virtual: w.id === 101 })),
      },
      wms: { ...wms, warehouses: async () => [{ id: 2, name: 'Other' }] },
    };
    const sentences = (await examineWith(wrong))
      .filter((f) => f.verdict !== 'good')
      .map((f) => `${f.verdict}: ${f.sentence}`);
    expect(sentences).toEqual([
      expect.stringContaining('Centra has no warehouse 1 (store-01)'),
      expect.stringContaining('Warehouse 2 (store-02) is not active in Centra'),
      expect.stringContaining('Warehouse 101 (store-01) is a virtual warehouse in Sitoo, but a store'),
      expect.stringContaining('Warehouse 109 (dc) must be a virtual warehouse in Sitoo'),
      expect.stringContaining('The WMS has no warehouse 1 (dc)'),
      expect.stringContaining('warning: The WMS also has a warehouse 2'),
    ]);
  });

  it('finds wrong credentials, a clock that is off, and a status nobody mapped, each for itself', async () => {
    const { centra, sitoo, wms } = fitting(90_000);
    const refused = new SystemProblem({
      kind: 'unauthorised',
      system: 'centra',
      operation: 'warehouses',
      sentence: 'Set CENTRA_TOKEN.',
    });
    const findings = await examineWith({
      centra: { ...centra, warehouses: () => Promise.reject(refused) },
      sitoo,
      wms: {
        ...wms,
        clockSkewMs: () => undefined,
        statuses: async () => [...(await wms.statuses()), { number: 999, text: 'odd' }],
      },
    });
    expect(findings).toContainEqual(problem('Centra', 'Set CENTRA_TOKEN.'));
    expect(findings.find((f) => f.check === 'clock of Sitoo')?.sentence).toContain('90 s ahead of ours');
    expect(findings.find((f) => f.check === 'clock of WMS')?.verdict).toBe('warning');
    expect(findings.find((f) => f.sentence.includes('999'))?.verdict).toBe('warning');
  });

  it('finds that a webhook secret is missing, and never prints one', () => {
    expect(checkSecrets({ centra: [], wms: [], sitooUnsigned: false }).map((f) => f.verdict)).toEqual([
      'problem',
      'problem',
      'problem',
    ]);
    expect(checkSecrets({ centra: [], wms: [], sitooUnsigned: true })[1]?.verdict).toBe('warning');
  });

  it('prints one line a finding and ends with code 3 when there is something to mend', () => {
    const shell = testShell();
    expect(showFindings(shell, [good('a', 'fine'), warning('b', 'mind'), problem('c', 'mend\nit')], {})).toBe(3);
    expect(shell.out()).toBe('✓ a: fine\n! b: mind\n✗ c: mend\n  it\n\n1 to mend.\n');
    expect(showFindings(testShell(), [warning('b', 'mind')], {})).toBe(0);
  });

  it('goes on to the end although nothing is configured at all', async () => {
    const { out, code } = await onepool(['doctor', '--json'], { TEMPORAL_TLS: 'perhaps' });
    const { healthy, findings } = JSON.parse(out);
    expect(healthy).toBe(false);
    expect(code).toBe(3);
    expect(findings.map((f: { check: string }) => f.check)).toEqual(
      expect.arrayContaining(['brand file', 'records', 'Temporal', 'counterparts', 'Centra webhooks']),
    );
  });
});

describe('the schedule of POS orders', () => {
  const batches = parseBrand(JSON.stringify({ ...raw(), posOrders: { every: '15m' }, rehearsalSpeed: 10 }), 'brand');

  it('is wanted only when the brand gathers POS orders', () => {
    expect(wantedSchedules(brand)).toEqual([{ scheduleId: 'release-pos-orders/nordvik' }]);
    expect(wantedSchedules(batches)[0]?.options).toMatchObject({
      spec: { intervals: [{ every: 90_000 }] },
      policies: { overlap: 'SKIP', catchupWindow: '1h' },
      action: {
        workflowType: 'releasePosOrders',
        workflowId: 'release-pos-orders/nordvik',
        taskQueue: 'onepool-nordvik',
        args: [{ brand: 'nordvik' }],
      },
    });
  });

  it('needs a person when it is missing, left over or paused', () => {
    const id = 'release-pos-orders/nordvik';
    const ends = (wanted: boolean, exists: boolean, paused = false) =>
      showSchedules(testShell(), [{ scheduleId: id, wanted, exists, paused }], {});
    expect([ends(true, true), ends(false, false)]).toEqual([0, 0]);
    expect([ends(true, false), ends(false, true), ends(true, true, true)]).toEqual([3, 3, 3]);
  });
});

function raw() {
  const { brand: name, currency, locations } = brand;
  return { brand: name, currency, locations, couriers: brand.couriers };
}
