/** Readers and listers that take their work in pieces; each is tested at its bound, one beyond it, and at three times the bound. */
export const READERS = [
  'Centra: orders by number',
  'Centra: orders that changed',
  'Centra: goods of orders that changed',
  'Centra: products',
  'Centra: prices',
  'Centra: products that changed',
  'Centra: prices that changed',
  'Centra: SKUs',
  'Centra: physical stock',
  'Sitoo: orders by number',
  'Sitoo: levels of a warehouse',
  'Sitoo: stock journal',
  'Sitoo: products',
  'Sitoo: SKUs',
  'WMS: articles',
  'WMS: SKUs',
  'WMS: stock that changed',
  'WMS: stock of SKUs',
  'WMS: orders that changed',
  'WMS: orders by name',
  'WMS: inbound notices by name',
  'records: open fulfilments',
  'records: open orders',
  'records: orders in a stage',
  'records: open cases',
  'records: late shipments',
  'records: SKUs at a location',
  'records: products to be written',
  'records: shipments for the tills',
  'records: returns by post to begin',
  'records: positions under new rules',
  'records: figures to publish',
] as const;

export type Reader = (typeof READERS)[number];

/** What a bound cuts into pieces, or why nothing is passed over because of it. */
type Meaning = Reader | { readonly why: string };

const because = (why: string): Meaning => ({ why });

/**
 * Every bound on how many rows, pages or names are taken at once, by file and name. What a follower bounds has tests of its own.
 * A new one needs a row here, and with it a test at its limit or a reason.
 */
export const BOUNDS: Readonly<Record<string, Meaning>> = {
  'activities/cases/open-cases.ts CASES_A_PIECE': 'records: open cases',
  'activities/events/refused-events.ts OPEN_AT_MOST': because(
    'a person answers these first; each answer makes room for another',
  ),
  'activities/events/refused-events.ts PRUNED_AT_ONCE': because('the next round deletes more'),
  'activities/products/product-cases.ts ASKED_AT_ONCE': because('what is left is asked by the next audit'),
  'activities/products/write.ts PRODUCTS_A_CALL': 'records: products to be written',
  'activities/products/fill-warehouses.ts ARTICLES_AT_ONCE': because(
    'pieces are written to the last, each after the last SKU of the one before',
  ),
  'activities/products/write.ts ARTICLES_AT_ONCE': 'records: products to be written',
  'activities/returns/find-origin.ts SCANNED_UP_TO': because(
    'the newest orders are suggestions for a person, who may name any',
  ),
  'activities/returns/mirror-shipped-orders.ts PER_ROUND': 'records: shipments for the tills',
  'activities/returns/start-returns.ts PARCELS_PER_ROUND': 'records: returns by post to begin',
  'activities/stock/ingest/external-stock-changes.ts CHANGES_PER_PAGE': because(
    'pages are read until one reaches back to what is known; tested with more changes than a page holds',
  ),
  'activities/stock/ingest/external-stock-changes.ts PAGES_AT_MOST': because(
    'the levels are trusted, not the changes: every night compares all',
  ),
  'activities/stock/ingest/external-stock-changes.ts WAREHOUSES_PER_CALL': because(
    'more warehouses are further calls of the same round',
  ),
  'activities/stock/ingest/follow-journal.ts PAGES_PER_ROUND': because(
    'the next round begins at once where this one stopped',
  ),
  'activities/stock/ingest/journal-pages.ts ROWS_PER_PAGE': 'Sitoo: stock journal',
  'activities/stock/ingest/read-levels.ts ARTICLES_PER_CALL': 'WMS: stock that changed',
  'activities/stock/late-transfers.ts ASKED_AT_ONCE': because('the next round asks about the ones behind'),
  'activities/stock/late-transfers.ts SHIPMENTS_A_PAGE': 'records: late shipments',
  'activities/stock/notify-shortages.ts SKUS_AT_ONCE': because('all are told, a thousand after the other'),
  'activities/stock/publish/publish-run.ts FIGURES_PER_CALL': 'records: figures to publish',
  'activities/stock/reconcile/reconcile-with-centra.ts SKUS_PER_PAGE': 'records: SKUs at a location',
  'client/cli/commands/inbox.ts MOST_IDS': because('a person names each of them'),
  'client/cli/commands/return-list.ts AT_MOST': because('a person looks through the newest'),
  'client/replay/replay-executions.ts NAMED_AT_MOST': because('all are counted; a person sees the first'),
  'systems/centra/campaign-reads.ts CAMPAIGN_DISPLAYS_A_PAGE': because('a page says whether there may be another'),
  'systems/centra/campaign-reads.ts VARIANTS_A_PAGE': because(
    'pages are read to the last; tested with more campaign prices of a display than one holds',
  ),
  'systems/centra/client.ts PAGES_OF_LISTS': because('an order or product with more is refused, never cut'),
  'systems/centra/events.ts MOST_EVENTS': because('a larger body is kept as one refused event'),
  'systems/centra/nested-lists.ts MOST_ROWS': because(
    'an object with more is read page by page; tested with an order of more lines than an answer holds',
  ),
  'systems/centra/goods-reads.ts ORDERS_PER_LIMITED_PAGE': 'Centra: goods of orders that changed',
  'systems/centra/goods-reads.ts ORDERS_PER_PAGE': 'Centra: goods of orders that changed',
  'systems/centra/order-reads.ts ORDERS_PER_LIMITED_PAGE': 'Centra: orders by number',
  'systems/centra/order-reads.ts ORDERS_PER_PAGE': 'Centra: orders by number',
  'systems/centra/product-reads.ts LIMITED_PAGE': 'Centra: products',
  'systems/centra/product-reads.ts PRODUCTS_A_PAGE': 'Centra: products',
  'systems/centra/product-reads.ts PRICES_A_PAGE': 'Centra: prices',
  'systems/centra/return-reads.ts PAGE': because('pages are read to the last; tested with the returns of a customer'),
  'systems/centra/sku-lookup.ts SKUS_PER_REQUEST': 'Centra: SKUs',
  'systems/centra/stock-changes.ts CHANGES_A_CALL': because('more changes are further calls'),
  'systems/centra/stock-changes.ts NAMED_AT_MOST': because('a reference names one change'),
  'systems/centra/stock-changes.ts PAGE': because(
    'more warehouses are further calls, and lines are read to the last; tested with a change of 450',
  ),
  'systems/centra/stock-reads.ts PAGE': 'Centra: physical stock',
  'systems/database/inbox.ts DELETED_AT_ONCE': because('called again until nothing is left'),
  'systems/database/stock/refresh.ts POSITIONS_A_STRETCH': 'records: positions under new rules',
  'systems/database/stock/settle.ts RETRIES_AT_ONCE': because('the next publication tries more'),
  'systems/executions.ts MOST': because('cases of those take them off the list; the next look finds others'),
  'systems/ongoing/odd-rows.ts WAITING_AT_MOST': because(
    'rows that are odd all the same are read again by the next look back; so many say that the interface is another one',
  ),
  'systems/ongoing/odd-rows.ts REMEMBERED_AT_MOST': because('one that is forgotten is reported once more'),
  'systems/ongoing/odd-rows.ts REPORTED_AT_ONCE': because('the next round reports the next ones'),
  'systems/file-warehouse/adapter.ts ARTICLES_A_PAGE': because(
    'pages are read on by id; tested with more articles than a page holds',
  ),
  'systems/file-warehouse/adapter.ts NOT_REPORTED_AT_ONCE': because('the next round reports the next ones'),
  'systems/file-warehouse/answer-files.ts FILES_AT_ONCE': because(
    'the next exchange takes the next ones; tested with more files than one takes',
  ),
  'systems/file-warehouse/receive-files.ts MOST_BYTES_OF_CHECKSUM': because(
    'a larger one is no checksum: its file is set aside with the reason, and a case says so',
  ),
  'systems/file-warehouse/sweep-folders.ts REMOVED_AT_ONCE': because('the next sweep removes the next ones'),
  'activities/products/compare.ts COMPARED_AT_ONCE': because(
    'pieces are read to the last, each after the last SKU of the one before',
  ),
  'client/doctor/check-skus.ts A_PIECE': because(
    'pieces are read to the last, each after the last SKU of the one before',
  ),
  'systems/database/products/product-queries.ts MOST_UNREADABLE': because(
    'those beyond are asked about once the first of them are right',
  ),
  'systems/ongoing/article-calls.ts ARTICLES_A_PAGE': 'WMS: articles',
  'systems/ongoing/articles.ts ARTICLES_A_CALL': 'WMS: SKUs',
  'systems/ongoing/inbound.ts NUMBERS_A_CALL': 'WMS: inbound notices by name',
  'systems/ongoing/inventory.ts NUMBERS_A_CALL': 'WMS: stock of SKUs',
  'systems/ongoing/inventory.ts ARTICLES_A_PAGE': 'WMS: stock that changed',
  'systems/ongoing/orders.ts NUMBERS_A_CALL': 'WMS: orders by name',
  'systems/ongoing/orders.ts ORDERS_A_PAGE': 'WMS: orders that changed',
  'systems/sitoo/events.ts MOST_EVENTS': because('a larger body is kept as one refused event'),
  'systems/sitoo/pages.ts ASKED_AT_ONCE': 'Sitoo: SKUs',
  'systems/sitoo/pages.ts PAGE': 'Sitoo: levels of a warehouse',
  'systems/sitoo/product-calls.ts PRODUCTS_A_PAGE': 'Sitoo: products',
};

/** Methods of the stores that take a limit or a piece. */
export const LIMITED_METHODS: Readonly<Record<string, Meaning>> = {
  pending: because('the oldest first, and each round takes the next'),
  refused: because('a person answers the oldest first'),
  ordersInStage: 'records: orders in a stage',
  openOrders: 'records: open orders',
  openFulfilments: 'records: open fulfilments',
  ordersThatShipped: because('the newest are suggestions for a person'),
  inStage: because('a person looks through the newest'),
  unknownAtTills: because('a person looks through the newest'),
  dueForTills: 'records: shipments for the tills',
  duePosted: 'records: returns by post to begin',
  list: 'records: open cases',
  due: 'records: products to be written',
  lateTransfers: 'records: late shipments',
  skusAt: 'records: SKUs at a location',
  masters: because('pieces are read to the last, each after the last SKU of the one before'),
  replicas: because('pieces are read to the last, each after the last SKU of the one before'),
};
