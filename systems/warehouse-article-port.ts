import type { ProductCustoms } from '../domain/products/product.js';
import type { ListPage } from './unreadable.js';

/** An article as the warehouse has it. */
export interface Article {
  readonly sku: string;
  readonly name: string;
  /** Empty when there is none. */
  readonly barcode: string;
  readonly active: boolean;
  /** Left out where the answer says nothing of it. */
  readonly customs?: ProductCustoms;
}

/** An article with the WMS's own id, which it keeps whatever it is called. */
export interface ListedArticle extends Article {
  readonly id: number;
}

/** Articles of the warehouse. All calls go in the lowest lane. */
export interface ArticlePort {
  /** A page of all articles after `afterId`, by the WMS's own id; 0 for the first page. An odd row is named by its SKU. */
  articlePage(afterId: number): Promise<ListPage<ListedArticle>>;
  /** Creates or updates one article by its SKU; safe to repeat. */
  putArticle(article: Article): Promise<void>;
}
