/** Values and column names as tables show them. */
import { LabError } from '../../errors.ts';
import { MAX_ROWS } from './limits.ts';
import type { Cell } from './port.ts';

/** Any parsed value as a cell; lists and objects become their JSON text. */
export function toCell(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return `(${value.length} bytes)`;
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'bigint' ? inner.toString() : inner,
  );
}

/** Column names that are unique and not empty: `text`, `text (2)`, `column 3`. */
export function columnNames(header: readonly string[]): string[] {
  const names: string[] = [];
  header.forEach((raw, index) => {
    const base = raw.trim() === '' ? `column ${index + 1}` : raw.trim();
    let name = base;
    for (let n = 2; names.includes(name); n++) name = `${base} (${n})`;
    names.push(name);
  });
  return names;
}

/** Throws LabError `file-too-many-rows` above the limit. */
export function checkRowCount(rows: number, name: string): void {
  if (rows <= MAX_ROWS) return;
  throw new LabError(
    'file-too-many-rows',
    `${name} has more than ${MAX_ROWS.toLocaleString('en')} rows.`,
    'Take a random part of it: seeds are few, and a test set of some thousand rows is plenty.',
    { limit: MAX_ROWS },
  );
}
