/** JSON as a table: a list of objects, bare or as the one list in an object. */
import { LabError } from '../../errors.ts';
import { objectsToTable } from './jsonl.ts';
import type { TableReader } from './port.ts';

export const jsonReader: TableReader = {
  async read(file) {
    const { text, warnings } = file.text();
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw new LabError(
        'file-json',
        `${file.name} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`,
        'Correct it at that place, or save it as CSV.',
      );
    }
    const list = listIn(value);
    if (!list) {
      throw new LabError(
        'file-json',
        `${file.name} is JSON, but not a list of objects.`,
        'Use a list such as [{"text": "…", "label": "…"}], or an object with exactly one such list in it.',
      );
    }
    return objectsToTable(
      list.map((item, index) => ({ row: index + 1, value: item })),
      { name: file.name, warnings, unit: 'item' },
    );
  },
};

function listIn(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value as unknown[];
  if (typeof value !== 'object' || value === null) return null;
  const lists = Object.values(value).filter((inner): inner is unknown[] => Array.isArray(inner));
  return lists.length === 1 ? (lists[0] ?? null) : null;
}
