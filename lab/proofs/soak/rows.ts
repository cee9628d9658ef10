import pg from 'pg';

/** How many rows each table of the records holds, the fullest first; empty ones are left out. */
export async function countRows(databaseUrl: string): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables order by relname`,
    );
    const counts: [string, number][] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ count: string }>(`select count(*) as count from ${name}`);
      counts.push([name.replace(/^public\./, ''), Number(rows[0]?.count ?? 0)]);
    }
    return Object.fromEntries(counts.filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a));
  } finally {
    await client.end();
  }
}
