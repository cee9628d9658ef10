/** How every reference of our own begins: by it our changes are told from others'. The ledger makes the whole. */
export const isOurs = (comment: string, brand: string): boolean => comment.includes(`onepool ${brand} stock `);
