/** Which format a file is: by its first bytes, its ending, then its text. */
import { LabError } from '../../errors.ts';
import type { FormatId } from './port.ts';

const ENDINGS: Readonly<Record<string, FormatId>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  json: 'json',
  parquet: 'parquet',
  pq: 'parquet',
};

/** First bytes of files people try and that are not tables as they are. */
const OTHERS: readonly {
  readonly magic: readonly number[];
  readonly what: string;
  readonly remedy: string;
}[] = [
  {
    magic: [0x50, 0x4b, 0x03, 0x04],
    what: 'a spreadsheet or ZIP archive',
    remedy: 'Open it and save the sheet as CSV (UTF-8), or unpack the archive.',
  },
  {
    magic: [0xd0, 0xcf, 0x11, 0xe0],
    what: 'an old Excel workbook',
    remedy: 'Open it and save the sheet as CSV (UTF-8).',
  },
  { magic: [0x1f, 0x8b], what: 'a gzip archive', remedy: 'Unpack it first.' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], what: 'a zstd archive', remedy: 'Unpack it first.' },
];

/**
 * The format of a file. `text` is called only where the ending does not tell.
 * Throws LabError `file-format` for known files that are no tables.
 */
export function detectFormat(bytes: Uint8Array, name: string, text: () => string): FormatId {
  if (startsWith(bytes, [0x50, 0x41, 0x52, 0x31])) return 'parquet';
  const other = OTHERS.find(({ magic }) => startsWith(bytes, magic));
  if (other) throw new LabError('file-format', `${name} is ${other.what}, not a table.`, other.remedy);
  const ending = /\.([a-z0-9]+)$/iu.exec(name)?.[1]?.toLowerCase() ?? '';
  const byEnding = Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined;
  if (byEnding === 'parquet') {
    throw new LabError(
      'file-format',
      `${name} ends like a Parquet file but does not start like one (PAR1).`,
      'Download it again: it may be a web page or a pointer saved under that name.',
    );
  }
  if (byEnding === 'json') return looksLikeLines(text()) ? 'jsonl' : 'json';
  return byEnding ?? byContent(text());
}

function byContent(text: string): FormatId {
  const start = text.trimStart();
  if (start.startsWith('[')) return 'json';
  if (start.startsWith('{')) return looksLikeLines(text) ? 'jsonl' : 'json';
  const first = start.split('\n', 1)[0] ?? '';
  return first.includes('\t') ? 'tsv' : 'csv';
}

/** JSONL is often saved as .json: its first line is a whole object, and a further one follows. */
function looksLikeLines(text: string): boolean {
  const start = text.trimStart();
  const end = start.indexOf('\n');
  if (!start.startsWith('{') || end < 0 || start.slice(end).trim() === '') return false;
  try {
    JSON.parse(start.slice(0, end));
    return true;
  } catch {
    return false;
  }
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
