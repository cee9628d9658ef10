import type { Cursors } from '../../systems/database/port.js';

/**
 * Pages of a list of changes that are still to be read. The list has a beginning and no end, and the newest stand first:
 * rows only come in and push others to later pages, so a page may show an order twice and none is passed over.
 */
export interface Stretch {
  /** ISO. */
  readonly from: string;
  /** The page that is read next, counted from 1. */
  readonly page: number;
}

const BETWEEN = ' page ';
const asText = ({ from, page }: Stretch): string => `${from}${BETWEEN}${page}`;
function fromText(text: string): Stretch {
  const [from = '', page] = text.split(BETWEEN);
  return { from, page: Number(page) };
}

/** What was too much for one round, kept beside the cursor, so that new changes are read before it. */
export function backlogOf(cursors: Cursors, name: string) {
  const read = async (): Promise<Stretch[]> => {
    const stored = await cursors.get(name);
    return stored ? stored.split('\n').map(fromText) : [];
  };
  const write = (all: readonly Stretch[]): Promise<void> => cursors.set(name, all.map(asText).join('\n'));
  return {
    /** The stretch that is read next, the newest first; undefined when nothing is left. */
    next: async (): Promise<Stretch | undefined> => (await read())[0],

    /** A stretch that is noted already, by a round that died after that, is left as it is. */
    async add(added: Stretch): Promise<void> {
      const all = await read();
      if (!all.some(({ from }) => from === added.from)) await write([added, ...all]);
    },

    /** A page of the stretch that is read next has been handled. */
    async handled({ from, page }: Stretch, isLast: boolean): Promise<void> {
      const others = (await read()).filter((one) => one.from !== from);
      await write(isLast ? others : [{ from, page: page + 1 }, ...others]);
    },
  };
}
