import type { ExchangeFolder } from './exchange-folder.js';
import { checksumName, PLACES, parseFileName } from './file-names.js';
import type { Requests } from './requests.js';

/** Removes files of ours that the warehouse has answered and left lying: names and addresses stay no longer than they are needed. */
export async function removeAnswered(folder: ExchangeFolder, requests: Requests): Promise<void> {
  const ours = (await folder.list(PLACES.out)).flatMap((name) => parseFileName(name) ?? []);
  if (ours.length === 0) return;
  const answered = new Set(await requests.answered(ours.map(({ number }) => number)));
  for (const { name } of ours.filter(({ number }) => answered.has(number))) {
    // Its checksum goes first: a file without one is not taken again.
    await folder.remove(`${PLACES.out}/${checksumName(name)}`);
    await folder.remove(`${PLACES.out}/${name}`);
  }
}
