import { z } from 'zod';

/**
 * The vendor's request models by field name, whole: what is not listed is refused, as version 57 of the contract says
 * (`additionalProperties: false`). Only the fields that the simulator acts on have a type of their own.
 */
const any = (...names: string[]): Record<string, z.ZodType> =>
  Object.fromEntries(names.map((name) => [name, z.unknown().optional()]));
const text = z.string().nullish();
const int32 = z.int32();
const codeName = z.strictObject({ code: text, name: text });
const notification = z.strictObject({ toBeNotified: z.boolean().optional(), value: text });

const consignee = z.strictObject({
  ...any('customerNumber', 'address3', 'doorCode', 'advanced', 'invoiceAddress', 'organisationNumber', 'customerGroup'),
  name: text,
  address1: text,
  address2: text,
  postCode: text,
  city: text,
  countryCode: text,
  countryStateCode: text,
  remark: text,
  vatNumber: text,
});

const orderLine = z.strictObject({
  ...any('shouldBePicked', 'serialNumber', 'lineTotalCustomsValue', 'batchNumber', 'lineType', 'customerArticleNumber'),
  ...any('warehouseInstruction', 'articleItemStatus', 'lineFreeValues', 'minDaysToExpiryDate', 'maxDaysToExpiryDate'),
  ...any('deliveryDate', 'weight', 'minWeight', 'maxWeight'),
  rowNumber: z.string().min(1),
  articleNumber: z.string().min(1),
  numberOfItems: z.number().positive(),
  comment: text,
  externalId: text,
  prices: z
    .strictObject({
      linePrice: z.number().nullish(),
      customerLinePrice: z.number().nullish(),
      currencyCode: text,
      discountPercentage: z.number().nullish(),
      totalVat: z.number().nullish(),
    })
    .nullish(),
  vat: z.strictObject({ code: z.string().min(1), percent: z.number().optional() }).nullish(),
});

export const orderBody = z.strictObject({
  ...any('orderFreeDateTime1', 'orderType', 'telephoneNotification', 'transporter', 'returnTransporter', 'customsInfo'),
  ...any('preparedTransportDocumentId', 'freightPrice', 'classes', 'termsOfDeliveryType', 'customerPrice', 'advanced'),
  ...any('consigneeOrderNumber', 'marketPlace', 'pickingPriority', 'productionCode', 'transporterBulkId'),
  ...any('invoiceUrl', 'languageCode'),
  goodsOwnerId: int32,
  orderNumber: z.string().min(1),
  deliveryDate: z.iso.datetime({ offset: true }),
  consignee,
  referenceNumber: text,
  goodsOwnerOrderId: text,
  salesCode: text,
  orderRemark: text,
  deliveryInstruction: text,
  warehouseInstruction: text,
  servicePointCode: text,
  freeText1: text,
  freeText2: text,
  freeText3: text,
  warehouseId: int32.nullish(),
  wayOfDelivery: codeName.nullish(),
  emailNotification: notification.nullish(),
  smsNotification: notification.nullish(),
  orderLines: z.array(orderLine).nullish(),
});
export type OrderBody = z.output<typeof orderBody>;

export const articleBody = z.strictObject({
  ...any('articleGroup', 'articleCategory', 'articleColor', 'articleSize', 'productCode', 'unitCode', 'description'),
  ...any('isStockArticle', 'supplierInfo', 'quantityPerPackage', 'quantityPerPallet', 'weight', 'length'),
  ...any('width', 'height', 'volume', 'purchasePrice', 'stockValuationPrice', 'customerPrice', 'purcaseCurrencyCode'),
  ...any('articleNameTranslations', 'stockLimit', 'minimumReorderQuantity'),
  ...any('netWeight', 'linkToPicture', 'structureDefinition', 'quantityPerLayerOnPallet', 'subQuantityPerItem'),
  ...any('minDaysToExpiryDateAllowedOnDelivery', 'storageProperties', 'freeValues', 'storageClass'),
  countryOfOriginCode: text,
  statisticsNumber: text,
  customsDescription: text,
  ...any('taricNumbersInfo', 'articleInboundHandlingComment', 'articlePickingHandlingComment'),
  ...any('articleReturnHandlingComment', 'articlePackingHandlingComment', 'alternativeSuppliersInfo'),
  ...any('articleClassesInfo', 'additionalStatisticsNumber', 'customsExportConditions', 'advanced'),
  goodsOwnerId: int32,
  articleNumber: z.string().min(1),
  articleName: text,
  isActive: z.boolean().nullish(),
  barCodeInfo: z
    .strictObject({ ...any('barCodePackage', 'barCodePallet', 'alternativeBarCodes'), barCode: text })
    .nullish(),
});
export type ArticleBody = z.output<typeof articleBody>;

const purchaseLine = z.strictObject({
  ...any('comment', 'rowPrice', 'currencyCode', 'articleItemStatusId', 'batchNumber', 'inDate', 'serialNumber'),
  ...any('expiryDate', 'productionDate', 'lineFreeValues', 'lineType', 'returnCause', 'textLines'),
  rowNumber: z.string().min(1),
  articleNumber: z.string().min(1),
  numberOfItems: z.number().positive(),
  externalOrderLineId: text,
});

export const purchaseBody = z.strictObject({
  ...any('supplierOrderNumber', 'goodsOwnerReference', 'referenceNumber', 'inDate', 'supplierInfo', 'textLines'),
  ...any('purchaseOrderType', 'purchaseOrderRemark', 'freeValues', 'customsInfo', 'sellerInfo', 'invoiceNumber'),
  ...any('classes', 'tracking'),
  goodsOwnerId: int32,
  purchaseOrderNumber: z.string().min(1),
  warehouseId: int32.nullish(),
  advanced: z
    .strictObject({
      ...any('container', 'orderDate', 'advisedDate', 'purchaseOrderStatusCreated', 'customer'),
      purchaseOrderIsReturnType: z.boolean().nullish(),
    })
    .nullish(),
  purchaseOrderLines: z.array(purchaseLine).nullish(),
});
export type PurchaseBody = z.output<typeof purchaseBody>;
