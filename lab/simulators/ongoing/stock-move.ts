/** Units that staff add to the shelves or take from them, as the webhooks report it. */
export interface StockMove {
  readonly type: 'wms.adjust' | 'wms.receive';
  readonly sku: string;
  readonly quantity: number;
}
