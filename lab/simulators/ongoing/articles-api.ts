import type { VendorQuery } from './query.js';
import type { ArticleBody } from './request-bodies.js';
import type { Article, Figures, Shelves } from './shelves.js';

const ONE_DAY_MS = 24 * 3_600_000;

/** `GET articles`, with `inventoryInfo` over all warehouses. */
export function getArticles(shelves: Shelves, goodsOwnerId: number, query: VendorQuery): object[] {
  return selected(shelves, query, (article) => shelves.total(article.articleNumber)).map(({ article, figures }) => ({
    goodsOwner: { id: goodsOwnerId, name: 'Goods owner' },
    articleSystemId: article.articleSystemId,
    articleNumber: article.articleNumber,
    articleName: article.articleName,
    isStockArticle: true,
    isActive: article.isActive,
    barCodeInfo: { barCode: article.barCode },
    countryOfOriginCode: article.countryOfOriginCode,
    statisticsNumber: article.statisticsNumber,
    customsDescription: article.customsDescription,
    inventoryInfo: {
      numberOfItems: Math.max(0, figures.physical),
      numberOfBookedItems: figures.booked,
      numberOfLockedItems: 0,
      toReceiveNumberOfItems: 0,
      allocatedNumberOfItems: 0,
      lockedForSaleNumberOfItems: 0,
      pickedToBeCollectedNumberOfItems: 0,
      receivedToBeFinishedNumberOfItems: 0,
      lastInDate: null,
      sellableNumberOfItems: figures.physical - figures.booked,
      totalStockValue: 0,
    },
  }));
}

/** `GET articles/inventoryPerWarehouse`. */
export function getInventoryPerWarehouse(shelves: Shelves, query: VendorQuery): object[] {
  const only = query.texts('warehouseIds');
  const warehouses = shelves.warehouses.filter((warehouse) => only === undefined || only.has(String(warehouse.id)));
  return selected(shelves, query, (article) => shelves.total(article.articleNumber)).map(({ article }) => ({
    articleSystemId: article.articleSystemId,
    articleNumber: article.articleNumber,
    inventoryPerWarehouse: warehouses.map(({ id }) => {
      const { physical, booked } = shelves.of(id, article.articleNumber);
      return {
        warehouseId: id,
        numberOfItems: Math.max(0, physical),
        numberOfLockedItems: 0,
        sellableNumberOfItems: physical - booked,
        availableForSaleNumberOfItems: physical - booked,
        allocatedNumberOfItems: 0,
      };
    }),
  }));
}

/** `PUT articles`: creates or updates by number. */
export function putArticle(shelves: Shelves, body: ArticleBody): { status: number; body: object } {
  const article = shelves.putArticle({
    sku: body.articleNumber,
    name: body.articleName ?? body.articleNumber,
    barcode: body.barCodeInfo?.barCode ?? '',
    isActive: body.isActive ?? true,
    customs: {
      ...(body.countryOfOriginCode ? { countryOfOriginCode: body.countryOfOriginCode } : {}),
      ...(body.statisticsNumber ? { statisticsNumber: body.statisticsNumber } : {}),
      ...(body.customsDescription ? { customsDescription: body.customsDescription } : {}),
    },
  });
  return { status: 200, body: { articleSystemId: article.articleSystemId, message: 'Article created/updated' } };
}

function selected(
  shelves: Shelves,
  query: VendorQuery,
  figuresOf: (article: Article) => Figures,
): { article: Article; figures: Figures }[] {
  const number = query.text('articleNumber');
  const numbers = query.texts('articleNumbers');
  const barCodes = query.texts('barCodes');
  const changedFrom = query.time('stockInfoChangedFrom', ONE_DAY_MS);
  const idFrom = query.int('articleSystemIdFrom');
  const most = query.int('maxArticlesToGet');
  const inStock = query.flag('onlyArticlesInStock');
  const found = [...shelves.articles.values()]
    .filter(
      (article) =>
        (number === undefined || article.articleNumber === number) &&
        (numbers === undefined || numbers.has(article.articleNumber)) &&
        (barCodes === undefined || barCodes.has(article.barCode)) &&
        (changedFrom === undefined || article.stockChangedAt >= changedFrom) &&
        (idFrom === undefined || article.articleSystemId >= idFrom),
    )
    .map((article) => ({ article, figures: figuresOf(article) }))
    .filter(({ figures }) => !inStock || figures.physical > 0);
  return found.slice(0, most ?? found.length);
}
