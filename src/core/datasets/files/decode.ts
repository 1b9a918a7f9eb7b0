/** Bytes to text, whatever a spreadsheet saved. */
import { LabError } from '../../errors.ts';

export interface Decoded {
  readonly text: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  readonly warnings: readonly string[];
}

/**
 * Decodes a text file: by its byte order mark (UTF-8, UTF-16 either way), else as UTF-8, else as
 * windows-1252 with a warning (what old spreadsheets save in Western Europe).
 * Throws LabError `file-not-text` for bytes that are no text.
 */
export function decodeText(bytes: Uint8Array, name: string): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decoded(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decoded(bytes, 'utf-16be');
  // A zero byte is in no UTF-8 or windows-1252 text, and in every UTF-16 one: without a mark we do not guess.
  if (bytes.subarray(0, 65_536).includes(0)) {
    throw new LabError(
      'file-not-text',
      `${name} is not a text file: it holds zero bytes.`,
      'Save it as CSV in UTF-8, or as Parquet with the ending .parquet.',
    );
  }
  try {
    return decoded(bytes, 'utf-8');
  } catch {
    const latin = decoded(bytes, 'windows-1252');
    return {
      ...latin,
      text: latin.text.replace(
        /[\u0080-\u009f]/gu,
        (char) => WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? char,
      ),
      warnings: [
        'The file is not valid UTF-8 and was read as windows-1252. If accented letters look wrong, save it again as UTF-8.',
      ],
    };
  }
}

/**
 * What windows-1252 has at 0x80 to 0x9f (https://encoding.spec.whatwg.org/index-windows-1252.txt). Node 20
 * decodes these bytes as latin1 control characters, and the same file must give the same texts everywhere.
 */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** TextDecoder removes the byte order mark by itself. */
function decoded(bytes: Uint8Array, encoding: Decoded['encoding']): Decoded {
  const fatal = encoding === 'utf-8';
  return { text: new TextDecoder(encoding, { fatal }).decode(bytes), encoding, warnings: [] };
}
