import { openDatabase } from './database.js';

/** Two brands in one database would share cursors, events, cases and stock. */
export class DatabaseOfAnotherBrand extends Error {
  override readonly name = 'DatabaseOfAnotherBrand';
}

/**
 * Says that a database serves a brand: the first who says so decides.
 * @throws DatabaseOfAnotherBrand when it serves another one, or an error of PostgreSQL
 */
export async function claimDatabase(databaseUrl: string, brand: string): Promise<void> {
  await onDatabase(databaseUrl, 'insert into served_brand (brand) values ($1) on conflict do nothing', [brand]);
  await checkDatabase(databaseUrl, brand);
}

/** The same for whoever only looks: a database that serves nobody yet serves everybody. @throws DatabaseOfAnotherBrand */
export async function checkDatabase(databaseUrl: string, brand: string): Promise<void> {
  // A statement of its own: it also sees what another process inserted a moment ago.
  const served = await onDatabase<{ brand: string }>(databaseUrl, 'select brand from served_brand');
  refuseOther(served?.brand, brand);
}

async function onDatabase<Row extends Record<string, unknown>>(
  databaseUrl: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row | undefined> {
  const database = openDatabase(databaseUrl, 1);
  try {
    return (await database.query<Row>(sql, values)).rows[0];
  } finally {
    await database.close();
  }
}

function refuseOther(served: string | undefined, brand: string): void {
  if (served === undefined || served === brand) return;
  throw new DatabaseOfAnotherBrand(
    `The database named in DATABASE_URL serves the brand "${served}", and the brand file is that of "${brand}". One database serves one brand: create a database for "${brand}", run onepool prepare with it, and set DATABASE_URL, or set ONEPOOL_BRAND to the file of "${served}".`,
  );
}
