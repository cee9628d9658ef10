/**
 * What Ongoing's Goods Owner API takes, by operation: the names of all query parameters and of all fields of a body, each
 * under its type, as the vendor's API description lists them. A star marks what must be there; `[]` is an element of a list.
 * Whatever is not in it is unknown to the vendor.
 */
export interface Operation {
  readonly query?: Fields;
  readonly body?: Fields;
}
export type FieldType = 'integer' | 'integer[]' | 'number' | 'boolean' | 'time' | 'text' | 'text[]' | 'list' | 'object';
type Fields = Readonly<Partial<Record<FieldType, string>>>;

export const ONGOING_CONTRACT: Readonly<Record<string, Operation>> = {
  'GET orders': {
    query: {
      integer: `
        goodsOwnerId* orderStatusFrom orderStatusTo orderIdFrom maxOrdersToGet shipmentId backOrderForOrderId
      `,
      text: `orderNumber pickable parcelNumber serial marketPlace orderLineSupplierNumber`,
      time: `
        shippedTimeFrom shippedTimeTo orderStatusChangedTimeFrom lastReturnedFrom orderCreatedTimeFrom
        orderCreatedTimeTo orderUpdatedTimeFrom lastPickingTimeFrom
      `,
      boolean: `
        onlyOrdersWithOrderLinesToReport onlyOrdersWithOrderLinesToReportReturned onlyIfTransportPrinted
      `,
      'text[]': `orderNumbers articleNumbers referenceNumbers`,
    },
  },
  'PUT orders': {
    body: {
      integer: `
        goodsOwnerId* orderLines[].minDaysToExpiryDate orderLines[].maxDaysToExpiryDate warehouseId
        pickingPriority
      `,
      text: `
        orderNumber* referenceNumber goodsOwnerOrderId salesCode orderRemark deliveryInstruction
        servicePointCode freeText1 freeText2 freeText3 orderType.code orderType.name wayOfDelivery.code
        wayOfDelivery.name consignee.customerNumber consignee.name consignee.address1 consignee.address2
        consignee.address3 consignee.postCode consignee.city consignee.countryCode consignee.countryStateCode
        consignee.remark consignee.doorCode consignee.advanced.telephoneNotification.value
        consignee.advanced.emailNotification.value consignee.advanced.smsNotification.value
        consignee.advanced.externalCustomerCode consignee.invoiceAddress.name
        consignee.invoiceAddress.address1 consignee.invoiceAddress.address2 consignee.invoiceAddress.address3
        consignee.invoiceAddress.postCode consignee.invoiceAddress.city consignee.invoiceAddress.countryCode
        consignee.invoiceAddress.countryStateCode
        consignee.invoiceAddress.advanced.telephoneNotification.value
        consignee.invoiceAddress.advanced.emailNotification.value
        consignee.invoiceAddress.advanced.smsNotification.value consignee.organisationNumber
        consignee.vatNumber consignee.customerGroup.code consignee.customerGroup.name emailNotification.value
        smsNotification.value telephoneNotification.value transporter.transporterCode
        transporter.transporterServiceCode transporter.paymentAdvanced.consigneePays.customerNumber*
        transporter.paymentAdvanced.thirdPartyPays.customerNumber*
        transporter.paymentAdvanced.senderPays.ediCode transporter.paymentAdvanced.senderPays.waybillTemplate
        transporter.paymentAdvanced.senderPays.customerNumber returnTransporter.transporterCode
        returnTransporter.transporterServiceCode orderLines[].rowNumber* orderLines[].articleNumber*
        orderLines[].comment orderLines[].serialNumber orderLines[].batchNumber orderLines[].lineType.code
        orderLines[].lineType.name orderLines[].prices.currencyCode orderLines[].customerArticleNumber
        orderLines[].warehouseInstruction orderLines[].externalId orderLines[].articleItemStatus.code
        orderLines[].articleItemStatus.name orderLines[].lineFreeValues.freeText1 orderLines[].vat.code*
        customsInfo.customsValueCurrencyCode preparedTransportDocumentId classes[].code classes[].name
        classes[].comment termsOfDeliveryType.code termsOfDeliveryType.name
        advanced.orderTextLines[].rowNumber* advanced.orderTextLines[].comment advanced.wayOfDeliveryString
        advanced.transporterOrderNumber advanced.invoiceNumber advanced.termsOfPaymentString
        advanced.termsOfDeliveryString advanced.communication consigneeOrderNumber warehouseInstruction
        marketPlace.marketPlace marketPlace.marketPlaceOrderNumber productionCode transporterBulkId invoiceUrl
        languageCode
      `,
      time: `
        deliveryDate* orderFreeDateTime1 orderLines[].deliveryDate advanced.arrivalDate
        advanced.arrivalDateFrom
      `,
      object: `consignee*`,
      boolean: `
        consignee.advanced.telephoneNotification.toBeNotified
        consignee.advanced.emailNotification.toBeNotified consignee.advanced.smsNotification.toBeNotified
        emailNotification.toBeNotified smsNotification.toBeNotified telephoneNotification.toBeNotified
        transporter.paymentAdvanced.consigneeCollects orderLines[].shouldBePicked
        classes[].isParcelTypeSuggestion
      `,
      number: `
        orderLines[].numberOfItems orderLines[].lineTotalCustomsValue orderLines[].prices.linePrice
        orderLines[].prices.customerLinePrice orderLines[].prices.discountPercentage
        orderLines[].prices.totalVat orderLines[].lineFreeValues.freeDecimal1 orderLines[].vat.percent
        orderLines[].weight orderLines[].minWeight orderLines[].maxWeight freightPrice customerPrice
        advanced.orderTextLines[].numberOfItems
      `,
    },
  },
  'DELETE orders': {
    query: {
      integer: `goodsOwnerId*`,
      text: `orderNumber*`,
    },
  },
  'GET orders/statuses': {},
  'GET warehouses': {},
  'GET articles': {
    query: {
      integer: `goodsOwnerId* articleSystemIdFrom maxArticlesToGet`,
      text: `articleNumber productCode`,
      time: `stockInfoChangedFrom articleDataLastUpdatedFrom`,
      'text[]': `articleNumbers productCodes articleNameContains barCodes`,
      boolean: `
        onlyArticlesInStock onlyArticlesBelowStockLimit
        onlyArticlesBelowStockLimitConsideringNumberOfBookedItems
      `,
      'integer[]': `articleClassIds`,
    },
  },
  'PUT articles': {
    body: {
      text: `
        articleGroup.code articleGroup.name articleCategory.code articleCategory.name articleColor.code
        articleColor.name articleSize.code articleSize.name articleNumber* articleName productCode unitCode
        description supplierInfo.supplierArticleNumber supplierInfo.supplierNumber supplierInfo.supplierName
        supplierInfo.advanced.supplierAddress.name supplierInfo.advanced.supplierAddress.address
        supplierInfo.advanced.supplierAddress.address2 supplierInfo.advanced.supplierAddress.address3
        supplierInfo.advanced.supplierAddress.postCode supplierInfo.advanced.supplierAddress.city
        supplierInfo.advanced.supplierAddress.telePhone supplierInfo.advanced.supplierAddress.remark
        supplierInfo.advanced.supplierAddress.email supplierInfo.advanced.supplierAddress.mobilePhone
        supplierInfo.advanced.supplierAddress.countryStateCode
        supplierInfo.advanced.supplierAddress.countryCode
        supplierInfo.advanced.supplierAddress.deliveryInstruction
        supplierInfo.advanced.manufacturersIdentificationCode barCodeInfo.barCode barCodeInfo.barCodePackage
        barCodeInfo.barCodePallet barCodeInfo.alternativeBarCodes[].barCode
        barCodeInfo.alternativeBarCodes[].barCodeType.code barCodeInfo.alternativeBarCodes[].barCodeType.name
        purcaseCurrencyCode countryOfOriginCode statisticsNumber articleNameTranslations[].languageCode
        articleNameTranslations[].articleName linkToPicture structureDefinition.articleKind
        structureDefinition.rows[].articleNumber* freeValues.freeText1 freeValues.freeText2
        freeValues.freeText3 freeValues.freeText4 freeValues.freeText5 freeValues.freeText6
        freeValues.freeText7 freeValues.freeText8 storageClass.name* customsDescription
        taricNumbersInfo.taricNumbers[].countryCode* taricNumbersInfo.taricNumbers[].taricNumber*
        articleInboundHandlingComment articlePickingHandlingComment articleReturnHandlingComment
        alternativeSuppliersInfo.alternativeSuppliers[].supplierArticleNumber
        alternativeSuppliersInfo.alternativeSuppliers[].supplierNumber
        alternativeSuppliersInfo.alternativeSuppliers[].supplierName
        alternativeSuppliersInfo.alternativeSuppliers[].advanced.manufacturersIdentificationCode
        articleClassesInfo.classes[].code* articleClassesInfo.classes[].name*
        articleClassesInfo.classes[].comment additionalStatisticsNumber customsExportConditions
        articlePackingHandlingComment
      `,
      integer: `
        goodsOwnerId* quantityPerPackage quantityPerPallet stockLimit quantityPerLayerOnPallet
        minDaysToExpiryDateAllowedOnDelivery alternativeSuppliersInfo.alternativeSuppliers[].leadTime
      `,
      boolean: `
        isStockArticle isActive supplierInfo.advanced.supplierAddress.isVisible
        supplierInfo.advanced.supplierAddress.notifyBySMS supplierInfo.advanced.supplierAddress.notifyByEmail
        supplierInfo.advanced.supplierAddress.notifyByTelephone storageProperties.isObsolete
        storageProperties.isSerialNumberArticle storageProperties.isBatchArticle
        storageProperties.isExpiryDateArticle freeValues.freeBoolean1 freeValues.freeBoolean2
        freeValues.freeBoolean3 advanced.allowChangingProductionAndStructureArticlesToStockOrNonStockArticles
      `,
      number: `
        barCodeInfo.alternativeBarCodes[].quantityPerBarCode weight length width height volume purchasePrice
        stockValuationPrice customerPrice minimumReorderQuantity netWeight
        structureDefinition.rows[].numberOfItems subQuantityPerItem freeValues.freeDecimal1
        freeValues.freeDecimal2 freeValues.freeDecimal3
      `,
      time: `freeValues.freeDateTime1`,
    },
  },
  'GET articles/inventoryPerWarehouse': {
    query: {
      integer: `goodsOwnerId* articleSystemIdFrom maxArticlesToGet`,
      'text[]': `articleNumbers`,
      'integer[]': `warehouseIds`,
      boolean: `onlyArticlesInStock`,
      time: `stockInfoChangedFrom`,
    },
  },
  'GET purchaseOrders': {
    query: {
      integer: `
        goodsOwnerId* purchaseOrderStatusFrom purchaseOrderStatusTo purchaseOrderIdFrom maxPurchaseOrdersToGet
      `,
      text: `purchaseOrderNumber`,
      time: `
        lastReceiveTimeFrom lastReceiveTimeTo purchaseOrderStatusChangedTimeFrom inDateFrom inDateTo
      `,
      boolean: `onlyPurchaseOrdersWithOrderLinesToReport`,
      'text[]': `purchaseOrderNumbers articleNumbers`,
    },
  },
  'PUT purchaseOrders': {
    body: {
      integer: `
        goodsOwnerId* purchaseOrderLines[].articleItemStatusId warehouseId advanced.purchaseOrderStatusCreated
      `,
      text: `
        purchaseOrderNumber* supplierOrderNumber goodsOwnerReference referenceNumber
        supplierInfo.supplierNumber supplierInfo.supplierName supplierInfo.supplierAddress.name
        supplierInfo.supplierAddress.address supplierInfo.supplierAddress.address2
        supplierInfo.supplierAddress.address3 supplierInfo.supplierAddress.postCode
        supplierInfo.supplierAddress.city supplierInfo.supplierAddress.telePhone
        supplierInfo.supplierAddress.remark supplierInfo.supplierAddress.email
        supplierInfo.supplierAddress.mobilePhone supplierInfo.supplierAddress.countryStateCode
        supplierInfo.supplierAddress.countryCode supplierInfo.supplierAddress.deliveryInstruction
        supplierInfo.remark purchaseOrderType.code purchaseOrderType.name purchaseOrderLines[].rowNumber*
        purchaseOrderLines[].articleNumber* purchaseOrderLines[].comment purchaseOrderLines[].currencyCode
        purchaseOrderLines[].batchNumber purchaseOrderLines[].externalOrderLineId
        purchaseOrderLines[].serialNumber purchaseOrderLines[].lineFreeValues.freeText1
        purchaseOrderLines[].lineFreeValues.freeText2 purchaseOrderLines[].lineType.code
        purchaseOrderLines[].lineType.name purchaseOrderLines[].returnCause.code
        purchaseOrderLines[].returnCause.name purchaseOrderLines[].textLines[].rowNumber
        purchaseOrderLines[].textLines[].comment purchaseOrderRemark freeValues.freeText1 freeValues.freeText2
        freeValues.freeText3 freeValues.freeText4 freeValues.freeText5 advanced.container
        advanced.customer.customerNumber advanced.customer.customerName advanced.customer.address.name
        advanced.customer.address.address1 advanced.customer.address.address2
        advanced.customer.address.address3 advanced.customer.address.postCode advanced.customer.address.city
        advanced.customer.address.countryCode advanced.customer.address.email
        advanced.customer.address.telephone advanced.customer.address.mobilePhone
        customsInfo.termsOfDeliveryType.code customsInfo.termsOfDeliveryType.name
        customsInfo.termsOfDeliveryTypeLocation sellerInfo.sellerNumber sellerInfo.sellerName
        sellerInfo.sellerAddress.name sellerInfo.sellerAddress.address sellerInfo.sellerAddress.address2
        sellerInfo.sellerAddress.address3 sellerInfo.sellerAddress.postCode sellerInfo.sellerAddress.city
        sellerInfo.sellerAddress.telePhone sellerInfo.sellerAddress.remark sellerInfo.sellerAddress.email
        sellerInfo.sellerAddress.mobilePhone sellerInfo.sellerAddress.countryStateCode
        sellerInfo.sellerAddress.countryCode sellerInfo.sellerAddress.deliveryInstruction invoiceNumber
        classes[].code classes[].name classes[].comment tracking[].waybill tracking[].trackingUrl
        textLines[].rowNumber textLines[].comment
      `,
      time: `
        inDate purchaseOrderLines[].inDate purchaseOrderLines[].expiryDate purchaseOrderLines[].productionDate
        advanced.orderDate advanced.advisedDate
      `,
      boolean: `
        supplierInfo.supplierAddress.isVisible supplierInfo.supplierAddress.notifyBySMS
        supplierInfo.supplierAddress.notifyByEmail supplierInfo.supplierAddress.notifyByTelephone
        freeValues.freeBoolean1 freeValues.freeBoolean2 advanced.purchaseOrderIsReturnType
        sellerInfo.sellerAddress.isVisible sellerInfo.sellerAddress.notifyBySMS
        sellerInfo.sellerAddress.notifyByEmail sellerInfo.sellerAddress.notifyByTelephone
      `,
      number: `
        purchaseOrderLines[].numberOfItems purchaseOrderLines[].rowPrice
        purchaseOrderLines[].lineFreeValues.freeDecimal1 purchaseOrderLines[].textLines[].numberOfItems
        freeValues.freeDecimal1 freeValues.freeDecimal2 textLines[].numberOfItems
      `,
    },
  },
};

interface Field {
  readonly type: FieldType;
  readonly isRequired: boolean;
}

/** By path, the fields of one part of a call. */
function fieldsOf(part: Fields | undefined): Map<string, Field> {
  const fields = new Map<string, Field>();
  for (const [type, names] of Object.entries(part ?? {}))
    for (const name of names.trim().split(/\s+/))
      fields.set(name.replace('*', ''), { type: type as FieldType, isRequired: name.endsWith('*') });
  return fields;
}

const FITS: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  integer: (value) => Number.isInteger(Number(value)) && value !== '',
  'integer[]': (value) => FITS.integer(value),
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  // UTC with its mark, as the vendor advises.
  time: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*(Z|\+00:00)$/.test(value),
  text: (value) => typeof value === 'string',
  'text[]': (value) => typeof value === 'string',
  list: () => true,
  object: () => true,
};

/** What the contract has against a call; nothing when it may be sent. */
export function breachesOf(call: {
  readonly operation: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}): string[] {
  const known = ONGOING_CONTRACT[call.operation];
  if (known === undefined) return [`${call.operation}: no such operation`];
  const query = [...call.query].map(([name, value]) => [name, value] as const);
  const repeated = query.filter(([name], i) => query.findIndex(([other]) => other === name) !== i);
  const parameters = fieldsOf(known.query);
  return [
    ...against(parameters, query, ''),
    ...repeated.filter(([name]) => !parameters.get(name)?.type.endsWith('[]')).map(([name]) => `${name}: given twice`),
    ...(call.body === undefined ? [] : against(fieldsOf(known.body), leavesOf(call.body), 'body: ')),
    ...(known.body === undefined && call.body !== undefined ? ['a body where none is taken'] : []),
  ].map((breach) => `${call.operation}: ${breach}`);
}

function against(
  fields: ReadonlyMap<string, Field>,
  given: readonly (readonly [string, unknown])[],
  where: string,
): string[] {
  const names = new Set(given.map(([name]) => name.replaceAll(/\[\d+\]/g, '[]')));
  const has = (path: string): boolean =>
    [...names].some((name) => name === path || name.startsWith(`${path}.`) || name.startsWith(`${path}[`));
  // Of something that is left out as a whole, nothing is missing.
  const isMissing = (path: string): boolean => {
    const around = path.slice(0, Math.max(0, path.lastIndexOf('.')));
    return !has(path) && (around === '' || has(around.replace(/\[\]$/, '')));
  };
  return [
    ...given.flatMap(([name, value]) => {
      const field = fields.get(name.replaceAll(/\[\d+\]/g, '[]'));
      if (field === undefined) return [`${where}${name} is unknown`];
      return FITS[field.type](value) ? [] : [`${where}${name} is no ${field.type}`];
    }),
    ...[...fields]
      .filter(([path, { isRequired }]) => isRequired && isMissing(path))
      .map(([path]) => `${where}${path} is missing`),
  ];
}

/** The plain values of a body by path. */
function leavesOf(value: unknown, path = ''): (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.flatMap((element, i) => leavesOf(element, `${path}[${i}]`));
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, path === '' ? key : `${path}.${key}`));
}

/** Whether a body may have a field, by path. */
export const takesField = (operation: string, path: string): boolean => {
  const fields = fieldsOf(ONGOING_CONTRACT[operation]?.body);
  return [...fields.keys()].some(
    (known) => known === path || known.startsWith(`${path}.`) || known.startsWith(`${path}[`),
  );
};
