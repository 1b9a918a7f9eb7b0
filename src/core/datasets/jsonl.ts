/**
 * The project's own row format, one JSON object a line, for examples and for recorded packs.
 * The command line and the page read and write it through here.
 */
import { LabError } from '../errors.ts';
import type { Example, PackReply } from '../example.ts';
import { excerpt, faultDetails, listFaults, type RowFault } from './faults.ts';

export interface ExamplesOptions {
  /** Rows without an id become `<prefix>-<n>`, n counting rows from 1. */
  readonly prefix: string;
  /** The file's name in messages. */
  readonly source?: string;
}

/**
 * Reads rows `{"id"?, "text", "label"}`. Unknown fields are ignored, blank lines skipped, a byte
 * order mark and CRLF line ends accepted; an id or a label may be a number.
 * Throws LabError `bad-jsonl` naming up to five faulty lines, or `duplicate-id` naming both lines.
 */
export function parseExamples(text: string, { prefix, source = 'The file' }: ExamplesOptions): Example[] {
  const rows = parseLines(text, source, (value, count): Example | string => {
    const id = value['id'] === undefined || value['id'] === null ? `${prefix}-${count}` : wordOf(value['id']);
    const label = wordOf(value['label']);
    const body = value['text'];
    if (id === null) return '"id" must be a text or a number';
    if (typeof body !== 'string' || body.trim() === '') return '"text" must be a text that is not empty';
    if (label === null) return '"label" must be a text or a number';
    return { id, text: body, label };
  });
  refuseDuplicates(rows, source);
  return rows.map((row) => row.value);
}

/**
 * Reads recorded teacher replies, rows `{"seed", "k", "text", "label"}`, in the same way.
 * Throws LabError `bad-jsonl` naming up to five faulty lines.
 */
export function parsePack(text: string, source = 'The pack'): PackReply[] {
  const rows = parseLines(text, source, (value): PackReply | string => {
    const seed = wordOf(value['seed']);
    const label = wordOf(value['label']);
    const { k, text: body } = value as { k?: unknown; text?: unknown };
    if (seed === null) return '"seed" must be the id of a seed';
    if (typeof k !== 'number' || !Number.isInteger(k) || k < 0) return '"k" must be a whole number from 0';
    if (typeof body !== 'string' || body.trim() === '') return '"text" must be a text that is not empty';
    if (label === null) return '"label" must be a text or a number';
    return { seed, k, text: body, label };
  });
  return rows.map((row) => row.value);
}

/** Examples as JSONL, every line ended: `parseExamples` reads back the same. */
export function formatExamples(rows: readonly Example[]): string {
  return rows.map(({ id, text, label }) => `${JSON.stringify({ id, text, label })}\n`).join('');
}

/** A pack as JSONL, every line ended: `parsePack` reads back the same. */
export function formatPack(pack: readonly PackReply[]): string {
  return pack.map(({ seed, k, text, label }) => `${JSON.stringify({ seed, k, text, label })}\n`).join('');
}

export interface Line<T> {
  /** From 1. */
  readonly line: number;
  readonly value: T;
}

/**
 * Objects, one a line. `read` gives the row, or in words what is wrong with it; `count` counts rows from 1.
 * Throws LabError `bad-jsonl` naming up to five faulty lines.
 */
export function parseLines<T extends object>(
  text: string,
  source: string,
  read: (value: Record<string, unknown>, count: number) => T | string,
): Line<T>[] {
  const rows: Line<T>[] = [];
  const faults: RowFault[] = [];
  let count = 0;
  // Split at \n only: U+2028 may stand inside a JSON text. A \r left at the end is JSON white space.
  text
    .replace(/^\uFEFF/u, '')
    .split('\n')
    .forEach((content, index) => {
      if (content.trim() === '') return;
      count += 1;
      const line = index + 1;
      const object = objectOf(content);
      const row =
        object === null ? `not a JSON object on one line (${excerpt(content)})` : read(object, count);
      if (typeof row === 'string') faults.push({ row: line, message: row });
      else rows.push({ line, value: row });
    });
  if (faults.length === 0) return rows;
  throw new LabError(
    'bad-jsonl',
    `${source} has ${faults.length === 1 ? 'a line' : `${faults.length} lines`} that cannot be read: ${listFaults(faults, 'line')}.`,
    'Correct or remove these lines: one JSON object a line, without commas between lines.',
    faultDetails(faults),
  );
}

function objectOf(content: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** A text or a number as a non-empty text, else null. */
function wordOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function refuseDuplicates(rows: readonly Line<Example>[], source: string): void {
  const lines = new Map<string, number>();
  for (const { line, value } of rows) {
    const before = lines.get(value.id);
    if (before !== undefined) {
      throw new LabError(
        'duplicate-id',
        `${source} uses the id "${excerpt(value.id)}" twice: on line ${before} and on line ${line}.`,
        'Give one of the two rows another id, or leave all ids out.',
        { id: value.id, first: before, second: line },
      );
    }
    lines.set(value.id, line);
  }
}
