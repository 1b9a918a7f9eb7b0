/** The file formats: a new one is a reader and one line here. */
import { Registry } from '../../registry.ts';
import type { TableReader } from './port.ts';

/** Loaded when a file of that format is opened: papaparse and hyparquet are not in the first screen. */
export const tableFormats = new Registry<TableReader>('file-format', [
  { id: 'csv', load: async () => (await import('./csv.ts')).csvReader },
  { id: 'tsv', load: async () => (await import('./csv.ts')).tsvReader },
  { id: 'jsonl', load: async () => (await import('./jsonl.ts')).jsonlReader },
  { id: 'json', load: async () => (await import('./json.ts')).jsonReader },
  { id: 'parquet', load: async () => (await import('./parquet.ts')).parquetReader },
]);
