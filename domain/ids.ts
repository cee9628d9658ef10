declare const brand: unique symbol;

/**
 * A name that one system gives to one kind of thing. Two of them that look alike are different types, so that a number of
 * a web order can never be taken for an order of the tills.
 */
export type Id<Name extends string, Of = string> = Of & { readonly [brand]: Name };

export type CentraWarehouseId = Id<'CentraWarehouseId', number>;
export type SitooWarehouseId = Id<'SitooWarehouseId', number>;
export type WmsWarehouseId = Id<'WmsWarehouseId', number>;
