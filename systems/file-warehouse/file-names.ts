import { createHash } from 'node:crypto';

/** Where files lie, below the address of the exchange. */
export const PLACES = {
  /** Ours: the warehouse takes them from here. */
  out: 'to-warehouse',
  /** Our answers to the warehouse's files. */
  acks: 'to-warehouse/acks',
  /** The warehouse's: we take them from here. */
  in: 'from-warehouse',
  done: 'from-warehouse/done',
  failed: 'from-warehouse/failed',
} as const;

const DIGITS = 8;
const CHECKSUM_ENDING = '.sha256';
const ACK_ENDING = '.ack';
/** Folders hold names of 255 bytes, and an answer needs some for its endings. */
const LONGEST_ANSWERED = 200;
const LONGEST_SHOWN = 60;
const SHOWN_OF_LONGER = 30;
const SHOWN_OF_HASH = 8;
/** A file that is still being written, by us or by the warehouse. */
const UNFINISHED = /^\.|\.(tmp|part|filepart|writing)$/;

export interface FileName {
  readonly name: string;
  /** Each side numbers its own files, over all kinds, in the order in which things happened. */
  readonly number: number;
  readonly kind: string;
}

export const fileName = (number: number, kind: string): string => `${String(number).padStart(DIGITS, '0')}_${kind}.csv`;
export const checksumName = (name: string): string => `${name}${CHECKSUM_ENDING}`;
export const ackName = (name: string): string =>
  `${Buffer.byteLength(name) > LONGEST_ANSWERED ? shownName(name) : name}${ACK_ENDING}`;
export const temporaryName = (name: string): string => `.${name}.writing`;

/** One that {@link temporaryName} named. */
export const isOurTemporary = (name: string): boolean => /^\..+\.writing$/.test(name);

export const isUnfinished = (name: string): boolean => UNFINISHED.test(name);
export const isChecksum = (name: string): boolean => name.endsWith(CHECKSUM_ENDING);
/** The file that a checksum is of. */
export const checkedBy = (checksum: string): string => checksum.slice(0, -CHECKSUM_ENDING.length);

/** Undefined when nobody numbers a file so. */
export function parseFileName(name: string): FileName | undefined {
  const [, digits = '', kind = ''] = /^(\d{1,12})_([a-z][a-z-]{0,30})\.csv$/.exec(name) ?? [];
  const number = Number(digits);
  return kind === '' || number === 0 ? undefined : { name, number, kind };
}

export const checksumOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** A checksum file holds 64 hexadecimal digits, and after them whatever `sha256sum` adds. Undefined when it does not. */
export const readChecksum = (content: Buffer): string | undefined =>
  /^\s*([0-9a-f]{64})\b/i.exec(content.toString('utf8'))?.[1]?.toLowerCase();

/** A name as people are shown it and as it is kept: short, printable, without anything that looks like an e-mail address. */
export function shownName(name: string): string {
  const printable = name.replaceAll(/\S+@\S+/g, '…').replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '?');
  if (printable === name && name.length <= LONGEST_SHOWN) return name;
  const beginning = [...printable].slice(0, SHOWN_OF_LONGER).join('');
  return `${beginning}… (${checksumOf(Buffer.from(name)).slice(0, SHOWN_OF_HASH)})`;
}
