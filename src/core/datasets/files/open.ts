/** Opens a person's file as a table. */
import { LabError } from '../../errors.ts';
import { stopIfAborted } from '../abort.ts';
import { decodeText, type Decoded } from './decode.ts';
import { detectFormat } from './detect.ts';
import { tableFormats } from './formats.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import type { FormatId, Table, TableData } from './port.ts';

export interface OpenOptions {
  /** false: the first row of CSV or TSV is data, and columns are called `column 1`, `column 2`. Default true. */
  readonly header?: boolean;
  /** Overrules what the name and the content say. */
  readonly format?: FormatId;
}

/**
 * Opens CSV, TSV, JSONL, JSON or Parquet.
 *
 * @param name the file's name: its ending helps to tell the format, and messages use it
 * Throws LabError: `file-empty`, `file-too-big`, `file-too-many-rows`, `file-format`, `file-not-text`,
 * `file-quotes`, `file-json`, `parquet-codec`, `parquet-unreadable`; AbortError when `signal` fires.
 * Faulty rows do not throw: they are `table.faults`.
 */
export async function openTable(
  bytes: Uint8Array,
  name: string,
  signal: AbortSignal,
  options: OpenOptions = {},
): Promise<Table> {
  stopIfAborted(signal);
  checkSize(bytes, name);
  let decoded: Decoded | null = null;
  const text = (): Decoded => (decoded ??= decodeText(bytes, name));
  const format = options.format ?? detectFormat(bytes, name, () => text().text);
  const reader = await tableFormats.load(format);
  stopIfAborted(signal);
  const data = await reader.read({ name, bytes, text, header: options.header ?? true }, signal);
  stopIfAborted(signal);
  return makeTable(name, format, data);
}

function checkSize(bytes: Uint8Array, name: string): void {
  if (bytes.length === 0) {
    throw new LabError('file-empty', `${name} is empty.`, 'Choose a file with labelled rows.');
  }
  if (bytes.length > MAX_FILE_BYTES) {
    throw new LabError(
      'file-too-big',
      `${name} is ${(bytes.length / 2 ** 20).toFixed(1)} MB; at most ${MAX_FILE_BYTES / 2 ** 20} MB can be opened here.`,
      'Keep only the text and label columns, or a part of the rows.',
      { bytes: bytes.length, limit: MAX_FILE_BYTES },
    );
  }
}

function makeTable(name: string, format: FormatId, data: TableData): Table {
  const rows = data.records.map((record) => record.cells);
  return {
    name,
    format,
    columns: data.columns,
    rowCount: rows.length,
    unit: data.unit,
    faults: data.faults,
    warnings: data.warnings,
    rows: () => rows,
    rowNumber: (index) => data.records[index]?.row ?? index + 1,
  };
}
