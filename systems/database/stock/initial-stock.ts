/**
 * SQL: the initial stock of the location has been imported. Until then nothing is known of what lies there, so units that
 * orders want of it neither seem to be short nor are published.
 */
export const hasInitialStock = (location: string): string =>
  `exists (select from initial_stock i where i.location = ${location})`;
