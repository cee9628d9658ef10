import type { Activities } from '../../../activities/index.js';
import { webOrderNumber } from '../../../domain/order/order-ref.js';
import type { Rows } from './row.js';
import { KEPT_ROWS } from './rows-of-records.js';
import { RETURN_ROWS } from './rows-of-returns.js';
import {
  completing,
  endedOrder,
  handedBack,
  pickedOrder,
  placedOrder,
  publishing,
  sentOrder,
  sentTillOrder,
  shippableOrder,
  shortOrder,
  soldAtTill,
} from './stories.js';

/** What every activity is run as, cut at every call that it waits for. A new activity needs a row. */
export const ROWS: Rows = {
  ...RETURN_ROWS,
  ...KEPT_ROWS,
  placeFulfilment: [
    ['a web order goes to a store', (world) => world.webOrder('store-01')],
    ['a web order goes to the warehouse', (world) => world.webOrder('dc')],
    ['a till order goes to the warehouse', (world) => world.tillOrder()],
  ],
  cancelFulfilment: [
    ['a store holds it', async (world) => ({ ...(await placedOrder(world, 'store-01')).placing, unitsKnownSent: 0 })],
    ['the warehouse holds it', async (world) => ({ ...(await placedOrder(world, 'dc')).placing, unitsKnownSent: 0 })],
  ],
  readFulfilment: [['a store has picked it', async (world) => (await pickedOrder(world, 'store-01')).placing]],
  createShipment: [
    [
      'a store has picked the goods',
      async (world) => {
        const { placing, lines } = await pickedOrder(world, 'store-01');
        return { number: placing.number, fulfilment: 1, nth: 1, lines };
      },
    ],
    [
      'goods were picked that cost nothing',
      async (world) => {
        await world.controls.centra.post('settings', { readings: { freeShipment: 'unpaid' } });
        const { placing, lines } = await pickedOrder(world, 'store-01', { priceMinor: 0 });
        return { number: placing.number, fulfilment: 1, nth: 1, lines };
      },
    ],
  ],
  releaseReserve: [['a line is about to be cancelled, and the rest is captured', shortOrder]],
  completeShipment: [['the goods have left', async (world) => completing(await shippableOrder(world, 'dc'))]],
  captureShipment: [
    [
      'the money is there already',
      async (world) => {
        const { placing, shipment } = await shippableOrder(world, 'dc');
        return { number: placing.number, shipment, failures: 0 };
      },
    ],
  ],
  reportDelivery: [['the only parcel has left', sentTillOrder]],
  closeTillOrder: [['it is open', async (world) => ({ number: (await sentTillOrder(world)).number })]],
  cancelAtOrigin: [
    ['it was placed in the web shop', async (world) => (await placedOrder(world, 'dc')).placing],
    ['it was placed at a till', async (world) => world.tillOrder()],
  ],
  cancelUnits: [
    [
      'a picker missed one unit',
      async (world) => {
        const { placing, lines } = await placedOrder(world, 'dc');
        return {
          decision: 'case-1',
          number: webOrderNumber(placing),
          lines: lines.slice(0, 1).map((l) => ({ ...l, quantity: 1 })),
        };
      },
    ],
  ],
  reallocate: [
    [
      'its store cannot pick it',
      async (world) => {
        const { placing, lines } = await placedOrder(world, 'store-01');
        return { number: placing.number, lines, decision: 1, from: 'store-01', to: 'dc' };
      },
    ],
  ],
  recordOrderStage: [
    [
      'an order has ended',
      async (world) => {
        const { placing } = await placedOrder(world, 'dc');
        return { ...placing, stage: 'done', workflowId: 'w', run: 1, nthStage: 1 };
      },
    ],
  ],
  readOrder: [
    [
      'it was placed in the web shop',
      async (world) => ({ origin: 'centra', number: (await world.webOrder('dc')).number, corrections: {} }),
    ],
  ],
  renewPromise: [
    ['a store has it', async () => ({ kind: 'store', location: 'store-01', step: 'pick', startMs: 1_764_000_000_000 })],
  ],
  findAlternative: [
    [
      'its store cannot pick it',
      async (world) => {
        const { placing, lines } = await placedOrder(world, 'store-01');
        return { number: placing.number, lines, exclude: ['store-01'] };
      },
    ],
  ],
  readCapture: [
    [
      'the money is there',
      async (world) => {
        const { placing, shipment } = await shippableOrder(world, 'dc');
        return { number: placing.number, shipment, failures: 0 };
      },
    ],
  ],
  readChanges: [
    [
      'a web order is new',
      async (world) => {
        world.temporal.ends(world.workflowOf(await world.webOrder('dc')));
        return { follower: 'centra' };
      },
    ],
    [
      'a web order was sent',
      async (world) => {
        await sentOrder(world, 'dc');
        return { follower: 'centra' };
      },
    ],
    [
      'a web order has ended, and its units came back',
      async (world) => {
        const { placing } = await placedOrder(world, 'dc');
        await endedOrder(world, placing);
        return { follower: 'centra' };
      },
    ],
    [
      'a store has picked, and a till has sold for delivery',
      async (world) => {
        const { name } = await placedOrder(world, 'store-01');
        await world.tills.act({ type: 'store.pick', name });
        const placing = await world.tillOrder();
        world.temporal.ends(world.workflowOf(placing));
        return { follower: 'sitoo' };
      },
    ],
    [
      'goods came back over a counter',
      async (world) => {
        await handedBack(world);
        return { follower: 'sitoo' };
      },
    ],
    ['the first stock is imported from the warehouse', async () => ({ follower: 'wms' })],
    [
      'the warehouse has picked and sent',
      async (world) => {
        await world.run('readChanges', { follower: 'wms' });
        const { name } = await pickedOrder(world, 'dc');
        await world.warehouse.act({ type: 'wms.ship', name, waybill: 'W-1' });
        return { follower: 'wms' };
      },
    ],
    [
      'shipped orders wait for the tills',
      async (world) => {
        await sentOrder(world, 'dc');
        await world.run('readChanges', { follower: 'centra' });
        return { follower: 'shipped-orders' };
      },
    ],
  ],
  readTillSales: [
    ['the first stock is imported from stores', async () => undefined],
    [
      'a till has sold',
      async (world) => {
        await world.run('readTillSales', undefined);
        await soldAtTill(world);
        return undefined;
      },
    ],
  ],
  releaseWaitingPosOrders: [
    [
      'two orders wait for the batch',
      async (world) => {
        for (const placing of [await world.tillOrder(), await world.tillOrder()])
          await world.run('recordOrderStage', {
            ...placing,
            stage: 'waiting-for-batch',
            workflowId: world.workflowOf(placing),
            run: 1,
            nthStage: 1,
          });
        return { brand: world.brand.brand };
      },
    ],
  ],
  publishStock: [
    [
      'a till has sold',
      async (world) => {
        await world.run('readTillSales', undefined);
        await soldAtTill(world);
        await world.run('readTillSales', undefined);
        return publishing(world, 'centra');
      },
    ],
    [
      'the warehouse has counted',
      async (world) => {
        await world.run('readChanges', { follower: 'wms' });
        await world.warehouse.act({ type: 'wms.adjust', sku: 'SOCK', quantity: -4, location: 'dc' });
        await world.run('readChanges', { follower: 'wms' });
        return publishing(world, 'sitoo');
      },
    ],
  ],
};

/** Activities of loops: they read much, and remember something from one round to the next. */
export const FOLLOWING = ['readChanges', 'readTillSales', 'releaseWaitingPosOrders', 'publishStock'] as const;

const isStep = (name: string): name is keyof Activities => !FOLLOWING.some((one) => one === name);
export const STEPS: readonly (keyof Activities)[] = Object.keys(ROWS).filter(isStep);

/** Activities that no story cuts yet, with the reason. */
export const NO_STORY: Readonly<Partial<Record<keyof Activities, string>>> = {
  findTrouble: 'It asks Temporal for executions that failed, which only a real server lists.',
  settleTrouble: 'It starts such an execution again, which only a real server does.',
};
