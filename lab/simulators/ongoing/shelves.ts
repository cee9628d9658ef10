import type { World } from '../kit/world.js';

export interface Article {
  readonly articleSystemId: number;
  readonly articleNumber: string;
  articleName: string;
  barCode: string;
  isActive: boolean;
  countryOfOriginCode: string | null;
  statisticsNumber: string | null;
  customsDescription: string | null;
  /** Epoch milliseconds of the last change to any of its figures. */
  stockChangedAt: number;
}

interface NewArticle {
  readonly sku: string;
  readonly name: string;
  readonly barcode: string;
  readonly isActive?: boolean;
  /** What is left out stays as it was. */
  readonly customs?: Partial<Pick<Article, 'countryOfOriginCode' | 'statisticsNumber' | 'customsDescription'>>;
}

export interface Figures {
  /** On the shelf. */
  physical: number;
  /** Ordered and not yet picked. */
  booked: number;
}

/** Articles, and what of them lies in which warehouse. Sellable is physical minus booked and may be negative. */
export class Shelves {
  readonly warehouses: readonly { readonly id: number; readonly name: string; readonly location: string }[];
  readonly articles = new Map<string, Article>();
  readonly #figures = new Map<string, Figures>();
  #nextArticleId = 18_001;

  constructor(world: World) {
    this.warehouses = world.locations.flatMap((location) =>
      location.kind === 'warehouse' && location.wmsWarehouse !== undefined
        ? [{ id: location.wmsWarehouse, name: location.name, location: location.id }]
        : [],
    );
    for (const product of world.products) {
      if (!product.missingIn?.includes('wms')) this.putArticle(product);
    }
    for (const { location, sku, quantity } of world.stock) {
      const warehouse = this.warehouses.find((candidate) => candidate.location === location);
      if (warehouse && this.articles.has(sku)) this.change(warehouse.id, sku, { physical: quantity });
    }
  }

  /** The warehouse that an order goes to when it names none. */
  get firstWarehouse(): number {
    return this.warehouses[0]?.id ?? 1;
  }

  putArticle({ sku, name, barcode: barCode, isActive = true, customs = {} }: NewArticle): Article {
    const known = this.articles.get(sku);
    const article: Article = known ?? {
      articleSystemId: this.#nextArticleId++,
      articleNumber: sku,
      articleName: name,
      barCode,
      isActive,
      countryOfOriginCode: null,
      statisticsNumber: null,
      customsDescription: null,
      stockChangedAt: Date.now(),
    };
    Object.assign(article, customs);
    article.articleName = name;
    article.barCode = barCode;
    article.isActive = isActive;
    this.articles.set(sku, article);
    return article;
  }

  change(warehouse: number, sku: string, by: Partial<Figures>): void {
    const figures = this.of(warehouse, sku);
    figures.physical += by.physical ?? 0;
    figures.booked += by.booked ?? 0;
    const article = this.articles.get(sku);
    if (article) article.stockChangedAt = Date.now();
  }

  of(warehouse: number, sku: string): Figures {
    const key = `${warehouse} ${sku}`;
    const figures = this.#figures.get(key) ?? { physical: 0, booked: 0 };
    this.#figures.set(key, figures);
    return figures;
  }

  total(sku: string): Figures {
    const sum = { physical: 0, booked: 0 };
    for (const { id } of this.warehouses) {
      const { physical, booked } = this.of(id, sku);
      sum.physical += physical;
      sum.booked += booked;
    }
    return sum;
  }
}
