import type { CaseKey, CaseRow } from '../../systems/database/port.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';

/** Cases in one piece. */
export const CASES_A_PIECE = 500;

/** All open cases of the brand with one of these codes, the oldest first of each, however many they are. */
export async function openCases(
  { brand, records }: Pick<Dependencies, 'brand' | 'records'>,
  ...codes: readonly string[]
): Promise<CaseRow[]> {
  const open: CaseRow[] = [];
  for (const code of new Set(codes)) {
    let after: CaseKey | undefined;
    do {
      checkpoint();
      const piece: CaseRow[] = await records.cases.list({ code, open: true }, CASES_A_PIECE, after);
      open.push(...piece.filter((row) => row.brand === brand.brand));
      after = piece.length === CASES_A_PIECE ? piece.at(-1) : undefined;
    } while (after !== undefined);
  }
  return open;
}
