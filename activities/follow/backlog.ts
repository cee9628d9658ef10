import type { Cursors } from '../../systems/database/port.js';

/**
 * A part of a list of changes that is still to be read, piece by piece. A list in which the newest stand first has a beginning
 * and no end: rows only come in and push others to later pages, so a page may show an order twice and none is passed over.
 */
export interface Stretch {
  /** ISO. */
  readonly from: string;
  /** Where the next piece begins: how many rows lie before it, or what its list is read on by. One line. */
  readonly at: string;
}

const BETWEEN = ' at ';
const asText = ({ from, at }: Stretch): string => `${from}${BETWEEN}${at}`;
function fromText(text: string): Stretch {
  // What stands behind the time may hold anything.
  const [from = '', ...at] = text.split(BETWEEN);
  return { from, at: at.join(BETWEEN) };
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

    /** A piece of the stretch that is read next has been handled. `next`: where the one after it begins; undefined after the last. */
    async handled({ from }: Stretch, next: string | undefined): Promise<void> {
      const others = (await read()).filter((one) => one.from !== from);
      await write(next === undefined ? others : [{ from, at: next }, ...others]);
    },
  };
}
