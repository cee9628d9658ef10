import { z } from 'zod';
import type { CentraClient } from './client.js';
import { PRODUCT_OBJECTS } from './codes.js';
import {
  ConfirmEventsDocument,
  type EventChangeType,
  type EventObjectType,
  EventsDocument,
  ListenDocument,
} from './generated/documents.js';
import type { CentraPort } from './port.js';

type EventQueue = Pick<CentraPort, 'listen' | 'events' | 'confirmEvents'>;

/** Int64 may come as a number or, from serialisers that fear for precision, as text. */
const int64 = z.union([z.int().transform(String), z.string().regex(/^-?\d{1,15}$/)]);

const answer = z.object({
  events: z.array(z.object({ id: z.int(), objectType: z.string(), changeType: z.string(), objectReference: int64 })),
});

/** Subscribes the queue to these changes of these objects; idempotent by contract. */
export async function setEventListeners(
  client: CentraClient,
  objects: readonly EventObjectType[],
  changeTypes: readonly EventChangeType[],
): Promise<void> {
  await client.write({
    operation: 'setEventListeners',
    document: ListenDocument,
    variables: { listeners: objects.map((objectType) => ({ objectType, changeTypes: [...changeTypes] })) },
    answer: z.unknown(),
    lane: 'bulk',
  });
}

/** Centra's events queue: the oldest unconfirmed events, until they are confirmed. */
export function createEventQueue(client: CentraClient): EventQueue {
  return {
    async listen() {
      await setEventListeners(client, ['Order', 'Shipment'], ['CREATED', 'UPDATED', 'COMPLETED']);
    },

    async events() {
      // No filter by type, nor by store: an unconfirmed event blocks newer ones forever, whatever it is about.
      const { events } = await client.read({
        operation: 'events',
        document: EventsDocument,
        variables: {},
        answer,
        lane: 'orders',
      });
      return events.map(({ objectReference, ...event }) => ({
        ...event,
        ofProduct: PRODUCT_OBJECTS.some((object) => object === event.objectType),
        reference: objectReference,
      }));
    },

    async confirmEvents(ids) {
      if (ids.length === 0) return;
      await client.write({
        operation: 'confirmEvents',
        document: ConfirmEventsDocument,
        variables: { ids: [...ids] },
        answer: z.unknown(),
        lane: 'orders',
      });
    },
  };
}
