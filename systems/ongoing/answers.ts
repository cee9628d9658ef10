import { z } from 'zod';
import type { LineId, WmsOrderId, WmsWarehouseId } from '../../domain/ids.js';
import { answerSeen } from '../answers-seen.js';
import { textId } from '../id-schemas.js';
import { SystemProblem } from '../problem.js';

/** What we read from Ongoing's answers. Fields we have no use for are ignored: the vendor adds some with every version. */
const text = z.string().nullish();

/** The vendor answers in UTC, now and then without the zone mark. */
const utc = z
  .string()
  .transform((value) => new Date(/(Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value}Z`))
  .refine((date) => !Number.isNaN(date.getTime()), 'is not a time')
  .transform((date) => date.toISOString());

/** PUT and DELETE. A 2xx without an id is no promise that anything was stored. */
export const writeAnswer = z.object({ orderId: textId<WmsOrderId>().nullish() });

export const orderAnswer = z.object({
  orderInfo: z.object({
    orderId: textId<WmsOrderId>(),
    orderNumber: z.string(),
    shippedTime: utc.nullish(),
    wayBill: text,
    returnWayBill: text,
    warehouse: z.object({ id: textId<WmsWarehouseId>() }).nullish().catch(undefined),
    orderStatus: z.object({ number: z.int() }),
    advanced: z.object({ backOrderInfo: z.object({ backOrderForOrderId: z.int() }).nullish() }).nullish(),
  }),
  orderLines: z
    .array(
      z.object({
        // Our own name of the line: we wrote it when we placed the order.
        rowNumber: z
          .string()
          .transform((row) => row as LineId)
          .nullish(),
        article: z.object({ articleNumber: z.string() }),
        orderedNumberOfItems: z.number(),
        pickedNumberOfItems: z.number(),
        returnedNumberOfItems: z.number().nullish(),
        pickedArticleItems: z
          .array(
            z.object({
              numberOfItems: z.number(),
              isReturned: z.boolean().nullish(),
              returnDate: text,
              returnCause: z.object({ code: text }).nullish(),
            }),
          )
          .nullish()
          .catch(undefined),
        externalId: text,
      }),
    )
    .nullish(),
  parcels: z
    .array(
      z.object({
        parcelNumber: text,
        isReturnParcel: z.boolean().nullish(),
        tracking: z.object({ trackingUrl: text }).nullish(),
      }),
    )
    .nullish(),
  tracking: z
    .array(
      z.object({
        waybill: text,
        trackingUrl: text,
        isReturn: z
          .boolean()
          .nullish()
          .meta({ onlySometimes: 'webhooks have it, the description of the answer does not' }),
      }),
    )
    .nullish(),
  returnTracking: z.array(z.object({ waybill: text })).nullish(),
  transporter: z.object({ transporterName: text, name: text }).nullish(),
});
export type OrderAnswer = z.output<typeof orderAnswer>;

/** A page of anything: each entry is parsed for itself, so that one odd order does not hide the others. */
export const listAnswer = z.array(z.unknown());
export const orderHead = z.object({ orderInfo: z.object({ orderId: z.int(), orderNumber: text.catch(undefined) }) });

export const statusesAnswer = z.object({ orderStatuses: z.array(z.object({ number: z.int(), text })) });
export const warehousesAnswer = z.array(z.object({ id: textId<WmsWarehouseId>(), name: text }));
export const articleAnswer = z.object({
  articleNumber: z.string(),
  inventoryInfo: z.object({ numberOfItems: z.number(), sellableNumberOfItems: z.number() }).nullish(),
});

export const articleHead = z.object({ articleSystemId: z.int(), articleNumber: text });
export const inventoryAnswer = articleHead.extend({
  articleNumber: z.string(),
  inventoryPerWarehouse: z
    .array(z.object({ warehouseId: textId<WmsWarehouseId>(), numberOfItems: z.number() }))
    .nullish(),
});

/** Parses an answer or throws `malformed-answer`, naming the fields that are wrong, never their values. */
export function understand<T>(schema: z.ZodType<T>, answer: unknown, operation: string): T {
  answerSeen({ system: 'wms', operation, answer, shape: schema });
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.slice(0, 3).map((issue) => issue.path.join('.') || 'the whole answer');
  throw new SystemProblem({
    kind: 'malformed-answer',
    system: 'wms',
    operation,
    sentence: `The warehouse system's answer to ${operation} does not follow its contract: look at ${fields.join(', ')}.`,
  });
}
