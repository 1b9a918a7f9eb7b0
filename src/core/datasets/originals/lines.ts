/** What the readers of original files share: the beginning of a file, its lines, and faults by line. */
import { LabError } from '../../errors.ts';
import type { Example } from '../../example.ts';
import { faultDetails, listFaults, type RowFault } from '../faults.ts';
import { decodeText } from '../files/decode.ts';
import { parseLines } from '../jsonl.ts';
import type { RowResult } from '../task-rows.ts';

/** The beginning of a file as text, whatever its encoding: enough to tell formats apart. */
export function beginning(firstBytes: Uint8Array): string {
  const utf16 = firstBytes[0] === 0xff && firstBytes[1] === 0xfe;
  return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8').decode(firstBytes);
}

/** Its first line that is not empty. */
export function firstLine(firstBytes: Uint8Array): string {
  return (
    beginning(firstBytes)
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  );
}

/** The object on the first line of JSONL; null where there is none, or it is cut off. */
export function firstObject(firstBytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(firstLine(firstBytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

export interface SourceRow<T> {
  /** The number a person sees in the file. */
  readonly row: number;
  readonly value: T;
}

/** The lines of a text file that are not empty, numbered from 1. CRLF is fine. */
export function linesOf(text: string): SourceRow<string>[] {
  return text.split('\n').flatMap((line, index) => {
    const value = line.trimEnd();
    return value.trim() === '' ? [] : [{ row: index + 1, value }];
  });
}

/**
 * Examples of rows. `read` gives the example, null for a row that is none by rule, or in words what is wrong.
 * @param faults rows that could not even be split into fields
 * Throws LabError `original-rows` naming up to five faulty rows, or saying that there is none.
 */
export function examplesOf<T>(
  rows: readonly SourceRow<T>[],
  { name, prefix, unit }: { name: string; prefix: string; unit: 'line' | 'row' | 'item' },
  read: (value: T) => RowResult | null,
  faults: readonly RowFault[] = [],
): Example[] {
  const examples: Example[] = [];
  const bad = [...faults];
  rows.forEach(({ row, value }, index) => {
    const result = read(value);
    if (typeof result === 'string') bad.push({ row, message: result });
    else if (result !== null) examples.push({ id: `${prefix}-${index + 1}`, ...result });
  });
  if (bad.length > 0) {
    bad.sort((a, b) => a.row - b.row);
    throw new LabError(
      'original-rows',
      `${name} has ${bad.length === 1 ? `a ${unit}` : `${bad.length} ${unit}s`} that cannot be read: ${listFaults(bad, unit)}.`,
      `Correct or remove ${bad.length === 1 ? 'it' : 'them'}, or download the file again: it may be cut off.`,
      faultDetails(bad),
    );
  }
  if (examples.length === 0) {
    throw new LabError(
      'original-rows',
      `${name} holds no labelled examples.`,
      'Choose the file with the training or test rows.',
    );
  }
  return examples;
}

/** JSONL with fields of its own as examples. Throws LabError `bad-jsonl` naming up to five faulty lines. */
export function jsonlExamples(
  bytes: Uint8Array,
  name: string,
  prefix: string,
  read: (value: Record<string, unknown>) => RowResult,
): Example[] {
  return parseLines(decodeText(bytes, name).text, name, (value, count): Example | string => {
    const result = read(value);
    return typeof result === 'string' ? result : { id: `${prefix}-${count}`, ...result };
  }).map(({ value }) => value);
}
