import type { FileExchange } from '../../domain/brand.js';

export type Encoding = FileExchange['encoding'];

const UTF_8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF_16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];
/**
 * What Windows-1252 has where ISO 8859-1 has nothing to print, from 0x80; a space where it has nothing either. Written out, since not every
 * version of Node.js decodes it so.
 */
const BETWEEN = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const BETWEEN_FROM = 0x80;
const BETWEEN_TO = BETWEEN_FROM + BETWEEN.length;

const beginsWith = (content: Buffer, mark: Buffer): boolean => content.subarray(0, mark.length).equals(mark);

/**
 * Reads a text; a mark at its beginning says more than what was agreed.
 * @throws NotText
 */
export function decode(content: Buffer, encoding: Encoding): string {
  if (UTF_16_MARKS.some((mark) => beginsWith(content, mark))) throw new NotText('UTF-16', encoding);
  if (encoding !== 'utf-8' && !beginsWith(content, UTF_8_MARK)) return decodeBytes(content);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new NotText(undefined, encoding);
  }
}

/** Why a file is no text: a sentence for whoever made it. */
export class NotText extends Error {
  constructor(is: string | undefined, wanted: Encoding) {
    const name = wanted === 'utf-8' ? 'UTF-8' : wanted;
    super(is === undefined ? `The file is not written in ${name}.` : `The file is written in ${is}, not in ${name}.`);
  }
}

/** Standards read ISO 8859-1 as Windows-1252: the bytes in which they differ are letters in one and nothing in the other. */
const decodeBytes = (content: Buffer): string =>
  content
    .toString('latin1')
    .replaceAll(/[\x80-\x9f]/g, (character) =>
      BETWEEN.charAt(character.charCodeAt(0) - BETWEEN_FROM).replace(' ', character),
    );

/** Characters of one byte, and their bytes. */
const inBoth = (): [string, number][] =>
  Array.from({ length: 256 }, (_, byte): [string, number] => [String.fromCharCode(byte), byte]).filter(
    ([, byte]) => byte < BETWEEN_FROM || byte >= BETWEEN_TO,
  );
const between = (): [string, number][] =>
  [...BETWEEN].flatMap((character, nth): [string, number][] =>
    character === ' ' ? [] : [[character, BETWEEN_FROM + nth]],
  );
const WRITTEN: Readonly<Record<Exclude<Encoding, 'utf-8'>, ReadonlyMap<string, number>>> = {
  'iso-8859-1': new Map(inBoth()),
  'windows-1252': new Map([...inBoth(), ...between()]),
};

/** The text with what the encoding has: ā becomes a where it has none. Undefined when a character has no such stand-in. */
export function asEncodable(text: string, encoding: Encoding): string | undefined {
  if (encoding === 'utf-8') return text;
  const written = WRITTEN[encoding];
  let result = '';
  for (const character of text.normalize('NFC')) {
    const plain = character.normalize('NFD').replaceAll(/\p{M}/gu, '');
    if (written.has(character)) result += character;
    else if (plain.length === 1 && written.has(plain)) result += plain;
    else return undefined;
  }
  return result;
}

/** @param text what {@link asEncodable} gave */
export function encode(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  const written = WRITTEN[encoding];
  return Buffer.from([...text].map((character) => written.get(character) ?? character.charCodeAt(0)));
}
