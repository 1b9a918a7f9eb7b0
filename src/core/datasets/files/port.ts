/** The port of a file format: bytes in, a table out. */
import type { RowFault } from '../faults.ts';

export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

/** What a format reader makes of a file. */
export interface TableData {
  readonly columns: readonly string[];
  /** Rows that could be read, each with the number a person sees in the file. */
  readonly records: readonly { readonly row: number; readonly cells: Row }[];
  /** Rows that could not. */
  readonly faults: readonly RowFault[];
  /** What is worth knowing and stops nothing. */
  readonly warnings: readonly string[];
  /** What `row` counts in this format. */
  readonly unit: 'line' | 'row' | 'item';
}

export interface Table {
  readonly name: string;
  readonly format: FormatId;
  readonly columns: readonly string[];
  /** Readable rows; `faults` are further rows. */
  readonly rowCount: number;
  readonly unit: 'line' | 'row' | 'item';
  readonly faults: readonly RowFault[];
  readonly warnings: readonly string[];
  /** The readable rows, in the order of the file. */
  rows(): readonly Row[];
  /** The number a person sees in the file for the row at `index` of `rows()`: in a sheet the header is row 1. */
  rowNumber(index: number): number;
}

export const FORMAT_IDS = ['csv', 'tsv', 'jsonl', 'json', 'parquet'] as const;
export type FormatId = (typeof FORMAT_IDS)[number];

/** A file as handed to a reader. */
export interface FileSource {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The decoded text, with a warning where the encoding had to be guessed. */
  text(): { readonly text: string; readonly warnings: readonly string[] };
  /** Whether the first row of CSV or TSV names the columns. */
  readonly header: boolean;
}

export interface TableReader {
  /** Throws LabError when the file as a whole cannot be read; a bad row is a fault in the result. */
  read(file: FileSource, signal: AbortSignal): Promise<TableData>;
}
