/** JSONL as a table: one object a line; the columns are all keys seen. */
import { LabError } from '../../errors.ts';
import type { RowFault } from '../faults.ts';
import { checkRowCount, toCell } from './cells.ts';
import type { Cell, TableData, TableReader } from './port.ts';

export const jsonlReader: TableReader = {
  async read(file) {
    const { text, warnings } = file.text();
    const items: { row: number; value: unknown }[] = [];
    text.split('\n').forEach((line, index) => {
      if (line.trim() !== '') items.push({ row: index + 1, value: parseOr(line, UNREADABLE) });
    });
    return objectsToTable(items, { name: file.name, warnings, unit: 'line' });
  },
};

/** Stands for a line that is no JSON at all. */
export const UNREADABLE = Symbol('unreadable');

/** Values as rows of a table; what is no object is a fault. Shared with the JSON reader. */
export function objectsToTable(
  items: readonly { readonly row: number; readonly value: unknown }[],
  { name, warnings, unit }: { name: string; warnings: readonly string[]; unit: 'line' | 'item' },
): TableData {
  checkRowCount(items.length, name);
  const columns = new Set<string>();
  const records: { row: number; cells: Record<string, Cell> }[] = [];
  const faults: RowFault[] = [];
  for (const { row, value } of items) {
    if (value === UNREADABLE) {
      faults.push({ row, message: 'not valid JSON' });
    } else if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      faults.push({ row, message: 'not a JSON object with named fields' });
    } else {
      const entries = Object.entries(value).map(([key, inner]) => [key, toCell(inner)] as const);
      entries.forEach(([key]) => columns.add(key));
      records.push({ row, cells: Object.fromEntries(entries) });
    }
  }
  if (records.length === 0) {
    throw new LabError(
      'file-empty',
      `${name} holds no rows: JSON objects with named fields were expected${faults[0] ? ` (${unit} ${faults[0].row}: ${faults[0].message})` : ''}.`,
      'Use one object a line, or a list of objects, for example {"text": "…", "label": "…"}.',
    );
  }
  return { columns: [...columns], records, faults, warnings, unit };
}

function parseOr(text: string, fallback: unknown): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fallback;
  }
}
