import type { Brand } from '../brand.js';
import { hasSystem } from '../installation.js';
import { PRODUCT_SYSTEMS, type ProductSystem } from './product.js';

/** The system that has the last word about products. */
export type ProductMaster = ProductSystem | 'centra';

/** What people call the master of products. */
export const NAMES_OF_MASTERS = {
  centra: 'the web shop',
  sitoo: 'Sitoo',
  wms: 'the warehouse system',
} as const satisfies Record<ProductMaster, string>;

/** Who is the master of products: the web shop where there is one, else what the brand says, else the tills, which know prices. */
export const productMasterOf = (brand: Pick<Brand, 'locations' | 'products'>): ProductMaster =>
  hasSystem(brand, 'centra') ? 'centra' : (brand.products.master ?? 'sitoo');

/** The systems that hold replicas of the master's products. */
export const replicaSystemsOf = (brand: Pick<Brand, 'locations' | 'products'>): readonly ProductSystem[] =>
  PRODUCT_SYSTEMS.filter((system) => hasSystem(brand, system) && system !== productMasterOf(brand));

/** At the beginning of a sentence. */
export const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
