import { print } from 'graphql';
import { sentDocuments } from '../../client/contract-probe/centra-calls.js';
import type { System } from '../../domain/names.js';
import { createCentra } from '../../systems/centra/adapter.js';
import type { Systems } from '../../systems/connect.js';
import { createOngoing } from '../../systems/ongoing/adapter.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import { createSitoo } from '../../systems/sitoo/adapter.js';
import { type AlteredCounterpart, alterCounterpart } from './altered-counterpart.js';
import { placed, startHarness as startShop, TOKEN, WAREHOUSE } from './centra-harness.js';
import { asId } from './ids.js';
import { openShop } from './sitoo-shop.js';
import { GOODS_OWNER, newOrder, STATUSES, startHarness as startWarehouse } from './warehouse-harness.js';

/** Three simulated counterparts in which something of everything happened, each behind a proxy that can alter its answers. */
export interface CounterpartsInUse extends Readonly<Record<System, AlteredCounterpart>> {
  readonly systems: Pick<Systems, System>;
  /** What is known of the people in them. */
  readonly personal: readonly string[];
  /** Documents that are sent to Centra by what reads, by name. */
  readonly documents: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

const ADA = {
  firstName: 'Adalberta',
  lastName: 'Provsson',
  email: 'adalberta@example.test',
  phone: '+46700000042',
  address1: 'Provvägen 77',
  city: 'Provstad',
};

export async function startCounterpartsInUse(): Promise<CounterpartsInUse> {
  const [shop, tills, warehouse] = await Promise.all([startShop(), openShop(), startWarehouse()]);
  await useShop(shop);
  await useTills(tills);
  await useWarehouse(warehouse);
  const [centra, sitoo, wms] = await Promise.all([shop, tills, warehouse].map(({ url }) => alterCounterpart(url)));
  if (!centra || !sitoo || !wms) throw new Error('a proxy is missing');
  // What is asked before a change alone is part of the change; objects with longer lists than usual are rare.
  const documents = (await sentDocuments())
    .filter(({ name, variables }) => variables.length === 0 && !name.endsWith('ById'))
    .map(({ name, document }) => [name, print(document)] as const);
  return {
    centra,
    sitoo,
    wms,
    systems: {
      centra: createCentra({ url: centra.url, token: TOKEN, limiter: unlimited }),
      sitoo: createSitoo({ url: sitoo.url, apiId: '90001-1', password: 'secret', limiter: unlimited }),
      wms: createOngoing({
        url: wms.url,
        user: 'onepool',
        password: 'secret',
        goodsOwnerId: GOODS_OWNER,
        statuses: STATUSES,
        limiter: unlimited,
      }),
    },
    personal: Object.values(ADA),
    documents: new Map(documents),
    async close() {
      await Promise.all([centra, sitoo, wms, shop, tills, warehouse].map((one) => one.close()));
    },
  };
}

/** Orders: one open, one shipped and partly returned, one cancelled. */
async function useShop(shop: Awaited<ReturnType<typeof startShop>>): Promise<void> {
  const customer = { ...ADA, zipCode: '111 22', countryCode: 'SE' };
  await placed(shop, { customer });
  const { number, line } = await placed(shop, { customer, location: 'wh' });
  const { shipment } = await shop.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] });
  await shop.centra.completeShipment({ id: shipment.id, trackingNumber: 'T-1' });
  await shop.act({ type: 'web.return', order: number, lines: [{ sku: 'SHIRT', quantity: 1 }], restock: 'wh' });
  const cancelled = await placed(shop, { customer });
  await shop.act({ type: 'web.cancel', order: cancelled.number });
  await shop.centra.listen();
  await shop.centra.changeStock({
    warehouse: WAREHOUSE,
    direction: 'in',
    reference: 'a count',
    lines: [{ sku: 'SHIRT', quantity: 1 }],
  });
}

/** A sale, its refund, an order to be sent home, and one of the web shop in a store. */
async function useTills(tills: Awaited<ReturnType<typeof openShop>>): Promise<void> {
  const lines = [{ sku: 'TEE-BLK-M', quantity: 1 }];
  const customer = {
    namefirst: ADA.firstName,
    namelast: ADA.lastName,
    email: ADA.email,
    phone: ADA.phone,
    delivery_address: ADA.address1,
    delivery_city: ADA.city,
  };
  await tills.act({ type: 'pos.sale', location: 'store-01', receipt: 'R-1', lines, customer });
  await tills.act({
    type: 'pos.refund',
    location: 'store-01',
    receipt: 'R-1',
    lines,
    condition: 'resellable',
    paidOut: true,
  });
  await tills.act({ type: 'pos.sale', location: 'store-01', receipt: 'R-2', lines, deliver: 'warehouse', customer });
}

/** Orders sent and open, and goods on their way back. */
async function useWarehouse(warehouse: Awaited<ReturnType<typeof startWarehouse>>): Promise<void> {
  const consignee = {
    name: `${ADA.firstName} ${ADA.lastName}`,
    address1: ADA.address1,
    city: ADA.city,
    countryCode: 'SE',
  };
  for (const name of ['C1-1', 'C2-1']) await warehouse.wms.placeOrder(newOrder(name, { consignee, email: ADA.email }));
  await warehouse.act(
    { type: 'wms.begin', name: 'C1-1' },
    { type: 'wms.pick', name: 'C1-1' },
    { type: 'wms.ship', name: 'C1-1', waybill: 'WB-1' },
  );
  await warehouse.wms.announceGoods({
    name: 'RETURN-1-store-01',
    returnType: true,
    lines: [{ row: asId('1'), sku: 'TEE-M', quantity: 1 }],
  });
}
