import type { CentraWarehouseId, SitooWarehouseId, WmsWarehouseId } from './ids.js';
import type { OpeningHours } from './opening-hours.js';
import type { OnDownstreamEdit, ProductField, ProductSystem } from './products/product.js';
import type { Flow } from './stock/flows.js';
import type { SafetyStockRule } from './stock/safety-stock.js';

/**
 * One merchant installation, as its brand file describes it once it is checked. Lengths of time are milliseconds, moments are
 * epoch milliseconds. `config/brand.ts` holds the schema of the file, with what each entry means to the person who writes it.
 */
export interface Brand {
  readonly brand: string;
  readonly currency: string;
  readonly customerEmails: CustomerEmails;
  /** IANA time zone of opening hours and times of day. */
  readonly timezone: string;
  readonly closedDates: readonly string[];
  readonly rehearsalSpeed: number;
  readonly locations: readonly Location[];
  /** Ids of locations, best first. */
  readonly moveTo?: readonly string[];
  readonly couriers: Readonly<Record<string, Courier>>;
  /** Attributes of an order, `type.key`. */
  readonly gift: { readonly requestedBy: string; readonly message: string };
  readonly requiredAttributes: readonly string[];
  readonly webOrders: WebOrderRules;
  readonly skus: SkuNames;
  readonly warehouse: WarehouseSettings;
  /** Further warehouse systems, by name; left out where there is one, or none. */
  readonly warehouses?: Readonly<Record<string, WarehouseSettings>>;
  readonly promises: Promises;
  readonly posCourier?: string;
  /** Location from which goods of a till order are sent when the order is registered for a store. */
  readonly posWarehouse?: string;
  readonly posOrders: 'immediate' | { readonly every: number };
  readonly stock: StockSettings;
  readonly returns: ReturnRules;
  readonly products: ProductSettings;
  /** How long something may fail before a case opens. */
  readonly alarmAfter: { readonly following: number; readonly publishing: number; readonly products: number };
  readonly followEvery: { readonly centra: number; readonly sitoo: number; readonly wms: number };
}

/** Which orders of the web shop are fulfilled, and how. */
export interface WebOrderRules {
  /** Id of the brand's store in Centra; left out where Centra has one store that sells to consumers. */
  readonly store?: number;
  /** Currencies of the web shop beside the brand's own. */
  readonly currencies: readonly string[];
  /** SKUs that nobody picks; a star stands for anything. */
  readonly services: readonly string[];
  readonly internal: 'fulfil' | 'leave';
}

/** What a system calls a SKU where it differs from the web shop's name of it, by that name. */
export type SkuNames = Readonly<Record<ProductSystem, Readonly<Record<string, string>>>>;

/** What the web shop tells the customer by e-mail when Onepool completes it. */
export interface CustomerEmails {
  readonly shipped: boolean;
  readonly returned: boolean;
}

export type LocationKind = 'store' | 'warehouse';

/** A store or a warehouse, by our own name and by what each counterpart calls it. */
export interface Location {
  readonly id: string;
  readonly kind: LocationKind;
  readonly name: string;
  /** Warehouse id in Centra; left out where the installation has no Centra. */
  readonly centra?: CentraWarehouseId;
  /** Warehouse id in Sitoo from which it sells; for a warehouse, the virtual one that mirrors the WMS. Left out without Sitoo. */
  readonly sitoo?: SitooWarehouseId;
  /** Its other warehouses in Sitoo, from which nothing is sold. */
  readonly sitooNotForSale?: readonly { readonly id: SitooWarehouseId; readonly meaning: NotForSale }[];
  /** By what the tills call the store when goods are to be collected there; its id when left out. */
  readonly sitooStore?: string;
  /** Where parcels to the location go. */
  readonly address?: LocationAddress;
  /** Warehouse id in its WMS; every warehouse has one, no store does. */
  readonly wms?: WmsWarehouseId;
  /** Which of the further warehouse systems that is; left out: the one under `warehouse`. */
  readonly warehouse?: string;
  /** Left out: always open. */
  readonly openingHours?: OpeningHours;
  readonly closedDates: readonly string[];
}

/** What a warehouse from which nothing is sold is for. */
export type NotForSale = 'reclaims' | 'damaged' | 'repairs' | 'samples' | 'other';

export interface LocationAddress {
  readonly street: string;
  readonly zip?: string;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

export interface Courier {
  readonly delivery: 'home' | 'collect';
  /** What the tills call it when the cashier chooses it; its own key where left out. */
  readonly tillNames?: readonly string[];
  /** Names or uris of the web shop's shipping options that mean this courier. */
  readonly shippingOptions: readonly string[];
  readonly carrier: string;
  readonly service: string;
  /** The WMS's code for it; its own key where left out. */
  readonly wayOfDelivery?: string;
  /** Its parcels go to a parcel shop that the customer chose. */
  readonly needsServicePoint: boolean;
  /** Id of the store where goods from a warehouse are collected. */
  readonly collectIn?: string;
  /** A parcel to that store becomes an open order of its tills, until it is handed over. */
  readonly handedOverAtTills?: boolean;
}

/** How files are exchanged with a warehouse of the kind `file`. */
export interface FileExchange {
  readonly delimiter: ',' | ';' | '\t' | '|';
  /** How letters are written as bytes. */
  readonly encoding: 'utf-8' | 'windows-1252' | 'iso-8859-1';
  /** What stands before the decimals of an amount. */
  readonly decimal: '.' | ',';
  /** What the warehouse calls columns, by kind of file and by our name of the column. */
  readonly columns: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** How long a number that is missing is waited for, ms. */
  readonly waitForMissing: number;
  /** How long the warehouse may leave a file of ours unanswered before people are asked, ms. */
  readonly askAfter: number;
  /** How long files lie that nobody takes or clears, ms. */
  readonly keepFor: number;
  /** Fingerprint of the SFTP server's key. */
  readonly hostKey?: string;
}

export interface WarehouseSettings {
  /** One of the kinds that `systems/warehouse-kinds.ts` lists. */
  readonly kind: string;
  readonly files: FileExchange;
  readonly statuses?: WarehouseStatuses;
  /** How a line of an order says its price: of one unit, or of all. */
  readonly linePrice: 'unit' | 'row';
  /** Whether it says the price that the customer paid as well. */
  readonly customerLinePrice: boolean;
  /** Whether an article that an order has twice goes into one row, or into two. */
  readonly articleTwice: 'merge' | 'rows';
  /** The attribute of an order, `type.key`, that holds the parcel shop that the customer chose. */
  readonly servicePoint: string;
  /** Names, with a star for anything, of orders that others place in the WMS for orders of the web shop's system. */
  readonly ordersOfOthers: readonly string[];
  /** Countries to which goods go without being declared to customs. */
  readonly customsArea: readonly string[];
}

/** The status numbers of this installation's WMS, by what they mean to us. */
export type WarehouseStatuses = Readonly<
  Record<'open' | 'working' | 'picked' | 'sent' | 'returned' | 'cancelled' | 'error', readonly number[]>
>;

/** How long silence may last before a person is asked. */
export interface Promises {
  readonly storePick: number;
  readonly storeHandover: number;
  readonly warehousePick: number;
  readonly warehouseSend: number;
  readonly payment: number;
  readonly hold: number;
  readonly preorder: number;
  readonly confirmation: number;
  readonly lock: number;
}

export interface StockSettings {
  readonly flows: Readonly<Record<Flow, { readonly mode: FlowMode; readonly maxStaleness: number }>>;
  /** SKUs of each category; a star stands for anything. */
  readonly categories: Readonly<Record<string, readonly string[]>>;
  readonly safetyStock: readonly SafetyStockRule[];
  /** A time of day, `03:00`. */
  readonly reconcile: string;
  readonly detectExternalChangesEvery: number;
  /** How long goods may travel from one location to another. */
  readonly transfersArriveWithin: number;
}

export type FlowMode = 'immediate' | 'off' | { readonly every: number } | { readonly at: readonly string[] };

export interface ReturnRules {
  readonly refund: 'till-pays-out' | 'original-payment';
  readonly inspect: 'never' | 'always' | 'damaged';
  readonly damagedReasons: readonly string[];
  /** An amount in the currency of the order, `29.00`. */
  readonly fee: string;
  readonly shippingCost: 'keep' | 'when-all-is-returned';
  readonly webOrdersAtTills: boolean;
  readonly arriveWithin: number;
}

export interface ProductSettings {
  readonly sync: 'on' | 'off';
  /** Which of tills and warehouse is the master of products, where there is no web shop. */
  readonly master?: ProductSystem;
  readonly fields: Readonly<
    Record<ProductField, { readonly owner: 'centra'; readonly onDownstreamEdit: OnDownstreamEdit }>
  >;
  readonly pricelist?: number;
  readonly sitooPricelist?: number;
  /** VAT group of the tills (`vatid`) of each tax group of the web shop, by its name or id. */
  readonly vatGroups?: Readonly<Record<string, number>>;
  /** The same of products whose tax group the web shop does not say. */
  readonly vatGroup?: number;
  /** Whether articles carry their country of origin and tariff number. */
  readonly customs: 'on' | 'off';
  /** A time of day, `04:00`, or off. */
  readonly audit: string;
}

/** A real length of time, shortened when the brand rehearses faster than life; never under 50 ms. */
export function scaled(brand: Pick<Brand, 'rehearsalSpeed'>, ms: number): number {
  return brand.rehearsalSpeed === 1 ? ms : Math.max(50, Math.round(ms / brand.rehearsalSpeed));
}
