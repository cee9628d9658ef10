import type { StockLedger } from '../../systems/database/stock-port.js';

const unused = async (): Promise<never> => {
  throw new Error('This test gives no such method of the stock ledger.');
};

/** A stock ledger with the methods that a test gives; whoever calls another one fails. */
export const fakeStockLedger = (methods: Partial<StockLedger>): StockLedger => ({
  record: unused,
  nextReading: unused,
  unexplained: unused,
  newlyPickedAt: async () => [],
  unsettledOrders: unused,
  hasInitialStock: unused,
  recordTillDeduction: unused,
  recordReturnRestock: unused,
  returnRestocked: unused,
  refundEnded: unused,
  recordExternalChanges: unused,
  namesOf: async () => [],
  pendingRenames: unused,
  noteOrdersOfOthers: async () => [],
  orderOfOthers: async () => undefined,
  claimUnplaced: async () => ({ positions: [], newest: 0 }),
  rename: unused,
  ...methods,
});
