/** Rows of a table as examples, with every row that cannot be one named. */
import { LabError } from '../../errors.ts';
import type { Example } from '../../example.ts';
import { excerpt, faultDetails, listFaults, type RowFault } from '../faults.ts';
import { MAX_LABEL_CHARACTERS, MAX_LABELS, MAX_TEXT_CHARACTERS } from './limits.ts';
import type { Cell, Row, Table } from './port.ts';

export interface TextColumns {
  readonly text: string;
  readonly label: string;
}

export interface ExamplesOptions {
  /** true leaves faulty rows out and reports them; false throws on the first five. */
  readonly skipFaulty: boolean;
  /** Labels are answers of any length and number, not classes. Default false. */
  readonly freeForm?: boolean;
  /** Ids are `<prefix>-<row number>`. Default `row`. */
  readonly prefix?: string;
}

export interface TableExamples {
  readonly examples: Example[];
  /** The table's own faults and those found here, by row. */
  readonly faults: RowFault[];
  /** The table row of each example. */
  readonly rows: Row[];
}

/**
 * Reads examples from two columns. Texts and labels are trimmed; numbers and truth values are labels too.
 * Throws LabError `no-such-column`, `too-many-labels`, `no-examples`, and `faulty-rows` (unless skipped) naming five rows.
 */
export function tableToExamples(table: Table, columns: TextColumns, options: ExamplesOptions): TableExamples {
  for (const column of [columns.text, columns.label]) checkColumn(table, column);
  const prefix = options.prefix ?? 'row';
  const examples: Example[] = [];
  const rows: Row[] = [];
  const faults: RowFault[] = [...table.faults];
  table.rows().forEach((cells, index) => {
    const row = table.rowNumber(index);
    const text = wordOf(cells[columns.text]);
    const label = wordOf(cells[columns.label]);
    const message = faultIn(text, label, options.freeForm ? MAX_TEXT_CHARACTERS : MAX_LABEL_CHARACTERS);
    if (message !== null) {
      faults.push({ row, message });
      return;
    }
    examples.push({ id: `${prefix}-${row}`, text, label });
    rows.push(cells);
  });
  faults.sort((a, b) => a.row - b.row);
  if (faults.length > 0 && !options.skipFaulty) {
    throw new LabError(
      'faulty-rows',
      `${table.name} has ${faults.length} faulty ${faults.length === 1 ? 'row' : 'rows'}: ${listFaults(faults, table.unit)}.`,
      'Correct them in the file, or choose to leave faulty rows out.',
      faultDetails(faults),
    );
  }
  checkExamples(table, columns, examples, options.freeForm ?? false);
  return { examples, faults, rows };
}

/** Throws LabError `no-such-column` naming the columns there are. */
export function checkColumn(table: Table, column: string): void {
  if (table.columns.includes(column)) return;
  throw new LabError(
    'no-such-column',
    `${table.name} has no column "${column}".`,
    `Choose one of: ${table.columns
      .slice(0, 20)
      .map((name) => excerpt(name))
      .join(', ')}.`,
  );
}

/** A cell as trimmed text; empty where there is nothing. */
export function wordOf(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? '' : String(cell).trim();
}

function faultIn(text: string, label: string, maxLabel: number): string | null {
  if (text === '') return 'no text';
  if (text.length > MAX_TEXT_CHARACTERS)
    return `the text has ${text.length} characters, more than ${MAX_TEXT_CHARACTERS}`;
  if (label === '') return 'no label';
  if (label.length > maxLabel) return `the label has ${label.length} characters, more than ${maxLabel}`;
  return null;
}

function checkExamples(
  table: Table,
  columns: TextColumns,
  examples: readonly Example[],
  freeForm: boolean,
): void {
  if (examples.length === 0) {
    throw new LabError(
      'no-examples',
      `No row of ${table.name} has both a text ("${columns.text}") and a label ("${columns.label}").`,
      'Check which columns hold the texts and the labels.',
    );
  }
  const labels = new Set(examples.map((example) => example.label));
  if (!freeForm && labels.size > MAX_LABELS) {
    throw new LabError(
      'too-many-labels',
      `The column "${columns.label}" of ${table.name} holds ${labels.size} different labels; at most ${MAX_LABELS} are read as classes.`,
      'Choose the column that holds the class, not a text or a number of the row.',
      { labels: labels.size, limit: MAX_LABELS },
    );
  }
}
