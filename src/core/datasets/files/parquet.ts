/** Parquet, by hyparquet: uncompressed and Snappy pages, which is what pandas and the Hub write by default. */
import { parquetMetadata, parquetReadObjects, parquetSchema, type FileMetaData } from 'hyparquet';
import * as v from 'valibot';
import { LabError } from '../../errors.ts';
import { stopIfAborted } from '../abort.ts';
import { checkRowCount, toCell } from './cells.ts';
import { MAX_UNPACKED_BYTES } from './limits.ts';
import type { Cell, TableReader } from './port.ts';

const CODECS = new Set(['UNCOMPRESSED', 'SNAPPY']);

export const parquetReader: TableReader = {
  async read(file, signal) {
    // hyparquet wants an ArrayBuffer that starts at the file, which a view's buffer need not do.
    const buffer = file.bytes.slice().buffer;
    const metadata = guard(file.name, () => parquetMetadata(buffer));
    checkRowCount(Number(metadata.num_rows), file.name);
    checkChunks(metadata, file.name);
    const columns = parquetSchema(metadata).children.map((child) => child.element.name);
    const names = classNames(metadata);
    const asyncBuffer = {
      byteLength: buffer.byteLength,
      slice: (start: number, end?: number) => buffer.slice(start, end),
    };
    const rows = await parquetReadObjects({ file: asyncBuffer, metadata }).catch((error: unknown) => {
      throw unreadable(file.name, error);
    });
    stopIfAborted(signal);
    const records = rows.map((row, index) => ({
      row: index + 1,
      cells: Object.fromEntries(
        columns.map((column): [string, Cell] => [column, named(toCell(row[column]), names.get(column))]),
      ),
    }));
    return { columns, records, faults: [], warnings: [], unit: 'row' };
  },
};

function checkChunks(metadata: FileMetaData, name: string): void {
  let unpacked = 0;
  for (const group of metadata.row_groups) {
    for (const { meta_data: chunk } of group.columns) {
      if (!chunk) continue;
      unpacked += Number(chunk.total_uncompressed_size);
      if (CODECS.has(chunk.codec)) continue;
      throw new LabError(
        'parquet-codec',
        `${name} is compressed with ${chunk.codec}, which cannot be read here (column "${chunk.path_in_schema.join('.')}").`,
        'Write it again with Snappy or without compression, for example df.to_parquet(path, compression="snappy").',
        { codec: chunk.codec },
      );
    }
  }
  if (unpacked > MAX_UNPACKED_BYTES) {
    throw new LabError(
      'file-too-big',
      `${name} unpacks to ${Math.round(unpacked / 2 ** 20)} MB; at most ${MAX_UNPACKED_BYTES / 2 ** 20} MB can be opened here.`,
      'Keep only the text and label columns, or a part of the rows.',
      { bytes: unpacked, limit: MAX_UNPACKED_BYTES },
    );
  }
}

const FeaturesSchema = v.object({
  info: v.object({ features: v.record(v.string(), v.unknown()) }),
});
const ClassLabelSchema = v.object({ _type: v.literal('ClassLabel'), names: v.array(v.string()) });

/** Label names by column: the Hub's Parquet files store numbers, and their names in the footer. */
function classNames(metadata: FileMetaData): Map<string, readonly string[]> {
  const note = metadata.key_value_metadata?.find((pair) => pair.key === 'huggingface')?.value;
  const found = new Map<string, readonly string[]>();
  if (note === undefined) return found;
  try {
    const parsed = v.safeParse(FeaturesSchema, JSON.parse(note));
    for (const [column, feature] of Object.entries(parsed.success ? parsed.output.info.features : {})) {
      const label = v.safeParse(ClassLabelSchema, feature);
      if (label.success) found.set(column, label.output.names);
    }
  } catch {
    // A footer note that is no JSON only costs the names: the numbers still serve as labels.
  }
  return found;
}

function named(cell: Cell, names: readonly string[] | undefined): Cell {
  return typeof cell === 'number' ? (names?.[cell] ?? cell) : cell;
}

function guard<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw unreadable(name, error);
  }
}

function unreadable(name: string, error: unknown): LabError {
  return new LabError(
    'parquet-unreadable',
    `${name} cannot be read as Parquet: ${error instanceof Error ? error.message : String(error)}.`,
    'Download or write the file again; if it stays so, save it as CSV.',
  );
}
