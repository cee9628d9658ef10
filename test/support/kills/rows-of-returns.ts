import type { Rows } from './row.js';
import { createdReturn, handedBack, plannedReturn } from './stories.js';

/** Activities of goods that come back over the counter. */
export const RETURN_ROWS: Rows = {
  findOrigin: [['a store has sent the order', async (world) => ({ refund: (await handedBack(world)).refund })]],
  prepareReturn: [['a store has sent the order', async (world) => (await handedBack(world)).wanted]],
  createReturn: [['the goods can be sold again', plannedReturn]],
  refundReturn: [
    ['nothing is paid back yet', async (world) => ({ ...(await createdReturn(world)), failures: 0, refundedMinor: 0 })],
  ],
  readRefundStatus: [['nothing is paid back yet', createdReturn]],
  completeReturn: [['it was created', createdReturn]],
  undoReturn: [['it was created', async (world) => ({ ...(await createdReturn(world)), location: 'store-01' })]],
  recordReturn: [
    [
      'it has ended',
      async (world) => {
        const { refund, wanted } = await handedBack(world);
        const row = {
          brand: world.brand.brand,
          refund: refund.number,
          orderNumber: wanted.number,
          location: 'store-01',
        };
        return { ...row, stage: 'done', names: ['a'], workflowId: 'w' };
      },
    ],
  ],
  announceInbound: [['goods travel on to the warehouse', async (world) => inbound((await handedBack(world)).refund)]],
  readInbound: [
    [
      'it was announced',
      async (world) => {
        const notice = inbound((await handedBack(world)).refund);
        await world.run('announceInbound', notice);
        return notice;
      },
    ],
  ],
};

const inbound = ({ number, lines }: Awaited<ReturnType<typeof handedBack>>['refund']) => ({
  refund: number,
  location: 'dc',
  lines: lines.map(({ line, sku, quantity }) => ({ line, sku, quantity })),
});
