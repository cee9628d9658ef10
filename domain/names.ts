import {
  type CentraOrderNumber,
  type CentraShipmentId,
  isPosted,
  type OrderNumber,
  parseId,
  type ReturnNumber,
} from './ids.js';

/**
 * The same thing always has the same name: workflow ids and the names by which the counterparts know our work.
 * Keys come from the business, never from chance, so that a repeat can be recognised anywhere.
 */

export type Origin = 'centra' | 'sitoo';
/** Where orders are placed. */
export const ORIGINS = ['centra', 'sitoo'] as const satisfies readonly Origin[];
export type System = 'centra' | 'sitoo' | 'wms';

export const orderWorkflowId = (brand: string, origin: Origin, number: OrderNumber): string =>
  `order/${brand}/${origin}/${number}`;

/** Reads back which order a workflow of {@link orderWorkflowId} runs; undefined when it runs no order of the brand. */
export function readOrderWorkflowId(
  brand: string,
  workflowId: string,
): { readonly origin: Origin; readonly number: OrderNumber } | undefined {
  for (const origin of ['centra', 'sitoo'] as const) {
    const prefix = `order/${brand}/${origin}/`;
    const number = workflowId.startsWith(prefix) ? parseId<OrderNumber>(workflowId.slice(prefix.length)) : undefined;
    if (number !== undefined) return { origin, number };
  }
  return undefined;
}

/** Sitoo `externalid` of a web order's fulfilment in a store: unique in Sitoo, `[A-Za-z0-9_-]`, at most 40 characters. */
export const storeFulfilmentName = (orderNumber: CentraOrderNumber, fulfilment: number): string =>
  `centra-${orderNumber}-${fulfilment}`;

/** WMS `orderNumber` of a warehouse fulfilment. C: placed in Centra, S: placed in Sitoo. */
export const warehouseFulfilmentName = (origin: Origin, orderNumber: OrderNumber, fulfilment: number): string =>
  `${origin === 'centra' ? 'C' : 'S'}${orderNumber}-${fulfilment}`;

export interface FulfilmentName {
  readonly origin: Origin;
  readonly orderNumber: OrderNumber;
  readonly fulfilment: number;
}

/** Reads a name back that {@link storeFulfilmentName} or {@link warehouseFulfilmentName} made; undefined when it is not ours. */
export function readFulfilmentName(name: string): FulfilmentName | undefined {
  const match = /^(centra-|C|S)(\d+)-(\d+)$/.exec(name);
  if (!match) return undefined;
  const [, prefix, number, fulfilment] = match;
  const orderNumber = parseId<OrderNumber>(number);
  if (orderNumber === undefined) return undefined;
  return { origin: prefix === 'S' ? 'sitoo' : 'centra', orderNumber, fulfilment: Number(fulfilment) };
}

/** The task queue on which a brand's workers listen, for workflows and activities alike. */
export const taskQueueOf = (brand: string): string => `onepool-${brand}`;

/** The brand whose workers listen on this task queue. */
export const brandOfTaskQueue = (taskQueue: string): string => taskQueue.replace(/^onepool-/, '');

export const publisherWorkflowId = (brand: string, target: 'centra' | 'sitoo'): string =>
  `publish-stock/${brand}/${target}`;

/** A case that no process of an order holds; asked again about the same subject it is the same case. */
export const standaloneCaseWorkflowId = (brand: string, kind: string, subject: string): string =>
  `case/${brand}/${kind}/${subject}`;

/** The workflow that keeps products equal, forever. */
export const syncProductsWorkflowId = (brand: string): string => `sync-products/${brand}`;

/** The audit of all products, nightly or on request. */
export const auditProductsWorkflowId = (brand: string): string => `audit-products/${brand}`;

/** The nightly reconciliation of all levels, or one for a reason of its own. */
export const reconcileWorkflowId = (brand: string, reason?: string): string =>
  reason === undefined ? `reconcile-stock/${brand}` : `reconcile-stock/${brand}/${reason}`;

/** What came back over a counter, by the tills' number of the refund, or by post. */
export const returnWorkflowId = (brand: string, refund: ReturnNumber): string =>
  isPosted(refund) ? `return/${brand}/${refund.replace(/^wms-/, 'wms/')}` : `return/${brand}/sitoo/${refund}`;

/**
 * Sitoo `externalid` of what a warehouse has sent of a web order, made known to the tills so that they can take it back.
 * Differs from the name of a store fulfilment, which ends in a number alone.
 */
export const sentOrderName = (orderNumber: CentraOrderNumber, shipment: CentraShipmentId): string =>
  `centra-${orderNumber}-sent-${shipment}`;

/** The number of the web order behind any name of ours at the tills; undefined when the name is not ours. */
export const webOrderBehind = (name: string): CentraOrderNumber | undefined =>
  parseId(/^centra-(\d+)-(?:sent-)?\d+$/.exec(name)?.[1]);
