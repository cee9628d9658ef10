import { z } from 'zod';
import { EU_CUSTOMS_AREA } from '../domain/order/customs.js';
import { WAREHOUSE_KINDS } from '../systems/warehouse-kinds.js';
import { duration } from './duration.js';
import { nonEmpty } from './fields.js';

/** Which kinds there are, the rest of the brand file does not depend on. */
const kinds: readonly [string, ...string[]] = WAREHOUSE_KINDS;

const statusNumbers = z.array(z.int('must be a whole number')).default([]);

const statuses = z.strictObject({
  open: statusNumbers.describe('Accepted; nobody has begun.'),
  working: statusNumbers.describe('Being picked.'),
  picked: statusNumbers.describe('Picked and packed.'),
  sent: statusNumbers.describe('Handed to the carrier.'),
  returned: statusNumbers.describe('Returned to the warehouse.'),
  cancelled: statusNumbers.describe('Cancelled.'),
  error: statusNumbers.describe('Rejected or failed in the WMS.'),
});

const files = z.strictObject({
  delimiter: z.enum([',', ';', '\t', '|']).default(',').describe('What stands between two columns.'),
  encoding: z
    .enum(['utf-8', 'windows-1252', 'iso-8859-1'])
    .default('utf-8')
    .describe(
      'How letters are written, in both directions. Letters that it does not have lose their accents; where that is not enough, an order is not written, and a case says so.',
    ),
  decimal: z.enum(['.', ',']).default('.').describe('What stands before the decimals of amounts.'),
  columns: z
    .record(nonEmpty, z.record(nonEmpty, nonEmpty))
    .default({})
    .describe(
      'What the warehouse calls columns, by kind of file and by our name, such as order-status: { tracking_number: Waybill }.',
    ),
  waitForMissing: duration
    .prefault('10m')
    .describe('How long files wait for one of a lower number that is missing, before a case opens and they go on.'),
  askAfter: duration
    .prefault('1d')
    .describe('How long the warehouse may leave a file of Onepool unanswered before a case opens.'),
  keepFor: duration
    .prefault('30d')
    .describe(
      'How long files may lie: those of Onepool that nobody answers, which hold names and addresses, and answers and files that nobody clears.',
    ),
  hostKey: z
    .string()
    .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'write it as ssh-keygen -lf shows it: SHA256: and 43 characters')
    .describe("Fingerprint of the SFTP server's key. Needed with an address that begins with sftp:.")
    .exactOptional(),
});

/** How a brand's WMS is read, and what its orders say. */
export const warehouseSchema = z.strictObject({
  kind: z
    .enum(kinds)
    .default(WAREHOUSE_KINDS[0])
    .describe('Which WMS it is (docs/any-warehouse.md); file is any with which files are exchanged.'),
  files: files.prefault({}).describe('How files are exchanged; only with kind: file.'),
  statuses: statuses
    .exactOptional()
    .describe(
      "The tenant's status numbers, by their meaning. Without them, the numbers that the WMS is delivered with.",
    ),
  linePrice: z
    .enum(['unit', 'row'])
    .default('unit')
    .describe('Whether the price of a line (linePrice) is that of one unit or of all its units. Ask the warehouse.'),
  customerLinePrice: z
    .boolean()
    .default(false)
    .describe('Send the same price as customerLinePrice too, for a warehouse that prints it.'),
  articleTwice: z
    .enum(['merge', 'rows'])
    .default('merge')
    .describe(
      'An article that an order has on two lines: merge sends one row, which every warehouse accepts; rows sends both. Ask the warehouse before you choose rows.',
    ),
  servicePoint: nonEmpty
    .default('pickup-point.code')
    .describe('Order attribute (type.key) that holds the code of the parcel shop that the customer chose.'),
  ordersOfOthers: z
    .array(nonEmpty)
    .default([])
    .describe(
      'Numbers of orders that others place in the WMS for orders of Centra, wholesale for example, with a star where Centra’s number stands, such as WS-*. They are left alone, and what leaves with them is not published to Centra, which deducts it itself. What leaves with any other order is.',
    ),
  customsArea: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'write two letters of ISO 3166, e.g. SE'))
    .default([...EU_CUSTOMS_AREA])
    .describe(
      'Countries to which goods go without a customs declaration. Orders to any other carry customs values. When left out: the European Union.',
    ),
});
