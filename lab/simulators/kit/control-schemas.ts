import { z } from 'zod';

/** Bodies of the control calls that every simulator takes. Strict: a misspelt switch must not pass as "no fault". */
export const worldSchema = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/),
  locations: z.array(
    z.strictObject({
      id: z.string().min(1),
      kind: z.enum(['store', 'warehouse']),
      name: z.string().min(1),
      centraWarehouse: z.int().positive(),
      sitooWarehouse: z.int().positive(),
      wmsWarehouse: z.int().positive().exactOptional(),
    }),
  ),
  products: z.array(
    z.strictObject({
      sku: z.string().min(1),
      barcode: z.string(),
      name: z.string(),
      priceMinor: z.int().nonnegative(),
      missingIn: z.array(z.enum(['centra', 'sitoo', 'wms'])).exactOptional(),
    }),
  ),
  stock: z.array(z.strictObject({ location: z.string(), sku: z.string(), quantity: z.int() })),
});

const fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('response-lost') }),
  z.strictObject({ kind: z.literal('connection-reset') }),
  z.strictObject({
    kind: z.literal('status'),
    status: z.int(),
    body: z.string().exactOptional(),
    headers: z.record(z.string(), z.string()).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('html') }),
  z.strictObject({ kind: z.literal('truncated') }),
  z.strictObject({ kind: z.literal('slow'), ms: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal('late'), ms: z.int().nonnegative(), status: z.int().exactOptional() }),
]);

/** `POST /_sim/faults`: rules are added; an empty list takes all away. */
export const faultRulesSchema = z.strictObject({
  rules: z.array(
    z.strictObject({
      operation: z.string(),
      fault,
      times: z.int().positive(),
      after: z.int().nonnegative().exactOptional(),
    }),
  ),
});

/** `POST /_sim/event-faults`, likewise. */
export const eventFaultRulesSchema = z.strictObject({
  rules: z.array(
    z.strictObject({
      subject: z.string().exactOptional(),
      fault: z.enum(['lost', 'duplicate', 'late']),
      times: z.int().positive(),
      delayMs: z.int().nonnegative().exactOptional(),
    }),
  ),
});
