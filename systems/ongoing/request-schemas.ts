import { z } from 'zod';

/**
 * What we send to Ongoing, and nothing else: the vendor's models refuse fields they do not know, so a slip must fail
 * here, before it leaves the house. Names, types and obligations follow the vendor's PostOrderModel and PostArticleModel.
 */
const int32 = z.int32();
const dateTime = z.iso.datetime({ offset: true });
const codeName = z.strictObject({ code: z.string().min(1), name: z.string().optional() });
const notification = z.strictObject({ toBeNotified: z.boolean(), value: z.string() });

const orderLine = z.strictObject({
  rowNumber: z.string().min(1),
  articleNumber: z.string().min(1),
  numberOfItems: z.int().positive(),
  comment: z.string().optional(),
  externalId: z.string().min(1),
  lineTotalCustomsValue: z.number().optional(),
  prices: z
    .strictObject({
      linePrice: z.number(),
      customerLinePrice: z.number().optional(),
      currencyCode: z.string().length(3),
    })
    .optional(),
});

export const orderRequest = z.strictObject({
  goodsOwnerId: int32,
  orderNumber: z.string().min(1),
  deliveryDate: dateTime,
  referenceNumber: z.string(),
  goodsOwnerOrderId: z.string(),
  salesCode: z.string().optional(),
  orderRemark: z.string().optional(),
  deliveryInstruction: z.string().optional(),
  warehouseInstruction: z.string().optional(),
  servicePointCode: z.string().optional(),
  freeText1: z.string().optional(),
  freeText2: z.string().optional(),
  freeText3: z.string().optional(),
  warehouseId: int32.optional(),
  customsInfo: z.strictObject({ customsValueCurrencyCode: z.string().length(3) }).optional(),
  wayOfDelivery: codeName,
  consignee: z.strictObject({
    name: z.string().min(1),
    address1: z.string().optional(),
    address2: z.string().optional(),
    postCode: z.string().optional(),
    city: z.string().optional(),
    countryCode: z.string().optional(),
    countryStateCode: z.string().optional(),
    remark: z.string().optional(),
    vatNumber: z.string().optional(),
  }),
  emailNotification: notification.optional(),
  smsNotification: notification.optional(),
  orderLines: z.array(orderLine).min(1),
});
export type OrderRequest = z.output<typeof orderRequest>;

export const articleRequest = z.strictObject({
  goodsOwnerId: int32,
  articleNumber: z.string().min(1),
  articleName: z.string().min(1),
  isStockArticle: z.boolean(),
  isActive: z.boolean().optional(),
  barCodeInfo: z.strictObject({ barCode: z.string().min(1) }).optional(),
  countryOfOriginCode: z.string().min(1).optional(),
  statisticsNumber: z.string().min(1).optional(),
  customsDescription: z.string().min(1).optional(),
});
