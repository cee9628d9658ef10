/**
 * SQL: the location has its opening stock. Before that nothing is known of what lies there, so what orders want of it must
 * neither seem to be missing nor be told to anybody.
 */
export const isOpened = (location: string): string =>
  `exists (select from initial_stock opened where opened.location = ${location})`;
