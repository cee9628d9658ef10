import type { ProductCustoms } from '../domain/products/product.js';
import type { ListPage } from './unreadable.js';
import type { PageCursor } from './warehouse-page.js';

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
  readonly id: string;
}

/** Articles of the warehouse. All calls go in the lowest lane. */
export interface ArticlePort {
  /** A page of all articles, the first without `at`. An odd row is named by its SKU. */
  articlePage(at?: PageCursor): Promise<ListPage<ListedArticle, PageCursor>>;
  /** Creates or updates one article by its SKU; safe to repeat. */
  putArticle(article: Article): Promise<void>;
}
