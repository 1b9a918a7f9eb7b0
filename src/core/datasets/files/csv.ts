/** CSV and TSV, by papaparse. */
import { parse } from './papaparse.ts';
import { LabError } from '../../errors.ts';
import type { RowFault } from '../faults.ts';
import { checkRowCount, columnNames } from './cells.ts';
import { MAX_ROWS } from './limits.ts';
import type { TableData, TableReader } from './port.ts';

/** Semicolons are what spreadsheets write where the comma is the decimal sign. */
const CSV_DELIMITERS = [',', ';', '\t', '|'];

export const csvReader: TableReader = {
  async read(file) {
    const { text, warnings } = file.text();
    return readDelimited(text, { name: file.name, header: file.header, warnings, delimiter: null });
  },
};

export const tsvReader: TableReader = {
  async read(file) {
    const { text, warnings } = file.text();
    return readDelimited(text, { name: file.name, header: file.header, warnings, delimiter: '\t' });
  },
};

interface Options {
  readonly name: string;
  readonly header: boolean;
  readonly warnings: readonly string[];
  /** null: found from the text. */
  readonly delimiter: string | null;
}

function readDelimited(text: string, { name, header, warnings, delimiter }: Options): TableData {
  // One more than the limit, the header and a trailing empty line: enough to see that there are too many.
  const common = { delimiter: delimiter ?? findDelimiter(text), preview: MAX_ROWS + 3 };
  let result = parse(text, common);
  let notes = warnings;
  let quotes = result.errors.filter((error) => error.type === 'Quotes');
  if (quotes.length > 0 && delimiter === '\t') {
    // TSV is often written without any quoting, and a text that opens with a quote mark then breaks it.
    result = parse(text, { ...common, fastMode: true });
    quotes = [];
    notes = [
      ...warnings,
      'Quote marks were read as part of the texts: the file does not use them to wrap fields.',
    ];
  }
  const open = quotes.find((error) => error.code === 'MissingQuotes');
  if (open) {
    const row = (open.row ?? 0) + 1;
    throw new LabError(
      'file-quotes',
      `In ${name} a field of row ${row} opens with a quote mark that is never closed.`,
      'Close it, or double the quote marks inside the field ("" for ").',
      { row },
    );
  }
  return toTable(result.data, {
    name,
    header,
    warnings: notes,
    badQuotes: new Set(quotes.map((error) => error.row ?? 0)),
  });
}

/** Characters and rows looked at to find the delimiter. */
const LOOK_CHARACTERS = 65_536;
const LOOK_ROWS = 50;

/**
 * The delimiter that splits the first row, and splits the most further rows into as many fields.
 * papaparse guesses from all rows alike, and takes commas in the texts of a semicolon file for delimiters.
 */
function findDelimiter(text: string): string {
  const head = text.slice(0, LOOK_CHARACTERS);
  const scores = CSV_DELIMITERS.map((delimiter) => {
    const { data } = parse(head, { delimiter, preview: LOOK_ROWS });
    const rows = data.filter((line) => !isBlank(line));
    const fields = rows[0]?.length ?? 0;
    return { delimiter, agree: fields < 2 ? 0 : rows.filter((line) => line.length === fields).length };
  });
  const [first] = scores.sort((a, b) => b.agree - a.agree);
  return first && first.agree > 0 ? first.delimiter : ',';
}

const isBlank = (line: readonly string[]): boolean => line.length === 1 && (line[0] ?? '').trim() === '';

function toTable(
  lines: readonly (readonly string[])[],
  {
    name,
    header,
    warnings,
    badQuotes,
  }: { name: string; header: boolean; warnings: readonly string[]; badQuotes: ReadonlySet<number> },
): TableData {
  const first = lines.findIndex((line) => !isBlank(line));
  const head = lines[first];
  if (!head)
    throw new LabError('file-empty', `${name} is empty.`, 'Choose a file with a header row and data rows.');
  const columns = columnNames(header ? head : head.map(() => ''));
  const records: { row: number; cells: Record<string, string> }[] = [];
  const faults: RowFault[] = [];
  for (let index = header ? first + 1 : first; index < lines.length; index++) {
    const line = lines[index] ?? [];
    if (isBlank(line)) continue;
    const row = index + 1;
    if (badQuotes.has(index)) {
      faults.push({ row, message: 'a quote mark inside a quoted field is not doubled' });
    } else if (line.length !== columns.length) {
      faults.push({
        row,
        message: `${line.length} fields where the ${header ? 'header' : 'first row'} has ${columns.length}`,
      });
    } else {
      records.push({ row, cells: Object.fromEntries(columns.map((column, at) => [column, line[at] ?? ''])) });
    }
  }
  checkRowCount(records.length + faults.length, name);
  return { columns, records, faults, warnings, unit: 'row' };
}
