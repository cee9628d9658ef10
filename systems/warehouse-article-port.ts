/** An article as the warehouse has it. */
export interface Article {
  readonly sku: string;
  readonly name: string;
  /** Empty when there is none. */
  readonly barcode: string;
  readonly active: boolean;
}

/** An article with the WMS's own id, which it keeps whatever it is called. */
export interface ListedArticle extends Article {
  readonly id: number;
}

/** Articles of the warehouse. All calls go in the lowest lane. */
export interface ArticlePort {
  /** A page of all articles after `afterId`, by the WMS's own id; 0 for the first page. */
  articlePage(afterId: number): Promise<{ rows: ListedArticle[]; next?: number }>;
  /** Creates or updates one article by its SKU; safe to repeat. */
  putArticle(article: Article): Promise<void>;
}
