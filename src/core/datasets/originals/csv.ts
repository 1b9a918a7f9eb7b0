/** CSV and TSV of original files, through the reader that opens a person's own tables. */
import { csvReader } from '../files/csv.ts';
import { decodeText } from '../files/decode.ts';
import type { RowFault } from '../faults.ts';
import type { SourceRow } from './lines.ts';

export interface CsvRows {
  readonly columns: readonly string[];
  readonly rows: readonly SourceRow<Readonly<Record<string, string>>>[];
  /** Rows that could not be split into as many fields as the header has. */
  readonly faults: readonly RowFault[];
}

/** All rows by the names of the header; the header is row 1. Throws what the table reader throws. */
export async function readCsv(bytes: Uint8Array, name: string): Promise<CsvRows> {
  const file = { name, bytes, text: () => decodeText(bytes, name), header: true };
  const { columns, records, faults } = await csvReader.read(file, new AbortController().signal);
  const rows = records.map(({ row, cells }) => ({
    row,
    value: Object.fromEntries(Object.entries(cells).map(([column, cell]) => [column, String(cell ?? '')])),
  }));
  return { columns, rows, faults };
}
