/** Faults of single rows: where they are and what is wrong, collected so that a person mends them in one go. */
import type { Json } from '../json.ts';

export interface RowFault {
  /** The number the person sees: the line of a text file, the row of a sheet (its header is row 1). */
  readonly row: number;
  readonly message: string;
}

/** How many faults a message names; the rest is counted. */
const FAULTS_SHOWN = 5;

/** The first faults in words: `line 3: no "text"; line 9: not valid JSON; and 4 more`. */
export function listFaults(faults: readonly RowFault[], unit: 'line' | 'row' | 'item'): string {
  const shown = faults.slice(0, FAULTS_SHOWN).map((fault) => `${unit} ${fault.row}: ${fault.message}`);
  const rest = faults.length - shown.length;
  return rest > 0 ? `${shown.join('; ')}; and ${rest} more` : shown.join('; ');
}

/** The first faults as error details. */
export function faultDetails(faults: readonly RowFault[]): Json {
  return {
    count: faults.length,
    faults: faults.slice(0, FAULTS_SHOWN).map(({ row, message }) => ({ row, message })),
  };
}

/** Any value from somebody's row in a message: as JSON, short; `missing` where there is none. */
export function shown(value: unknown): string {
  return value === undefined ? 'missing' : excerpt(JSON.stringify(value));
}

/** A value from somebody's file, short enough for a message. */
export function excerpt(value: string, length = 40): string {
  const flat = value.replace(/\s+/gu, ' ').trim();
  return flat.length > length ? `${flat.slice(0, length)}…` : flat;
}
