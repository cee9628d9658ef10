import { isOfProduct } from './product-state.js';
import type { ChangeEvent } from './state.js';

interface QueuedEvent {
  readonly id: number;
  readonly objectType: string;
  readonly changeType: string;
  readonly objectReference: number;
  readonly createdAt: number;
}

const CHANGE_TYPES = {
  insert: 'CREATED',
  create: 'CREATED',
  update: 'UPDATED',
  complete: 'COMPLETED',
  delete: 'DELETED',
} as const;
const OBJECT_TYPES = { order: 'Order', shipment: 'Shipment', return: 'Return' } as const;

/** The events queue of one integration: nothing is queued before there is a listener, nothing leaves before it is confirmed. */
export class EventFeed {
  readonly #listeners = new Map<string, Set<string>>();
  #queue: QueuedEvent[] = [];
  #lastId = 0;

  /** Adds to what is listened to; repeating it changes nothing. No change types means all of them. */
  listen(objectType: string, changeTypes: readonly string[] | null | undefined): void {
    const all = ['CREATED', 'UPDATED', 'DELETED', 'COMPLETED', 'DEPENDENT_DATA_CHANGED'];
    const known = this.#listeners.get(objectType) ?? new Set();
    for (const changeType of changeTypes ?? all) known.add(changeType);
    this.#listeners.set(objectType, known);
  }

  listeners(): { objectType: string; changeTypes: string[] }[] {
    return [...this.#listeners].map(([objectType, changeTypes]) => ({ objectType, changeTypes: [...changeTypes] }));
  }

  queue({ type, action, id }: ChangeEvent): void {
    const objectType = isOfProduct(type) ? type : OBJECT_TYPES[type];
    const changeType = CHANGE_TYPES[action];
    if (!this.#listeners.get(objectType)?.has(changeType)) return;
    this.#lastId += 1;
    this.#queue.push({ id: this.#lastId, objectType, changeType, objectReference: id, createdAt: Date.now() });
  }

  oldest(objectTypes?: readonly string[]): QueuedEvent[] {
    return this.#queue.filter((event) => objectTypes?.includes(event.objectType) ?? true);
  }

  confirm(ids: readonly number[]): void {
    this.#queue = this.#queue.filter((event) => !ids.includes(event.id));
  }
}
