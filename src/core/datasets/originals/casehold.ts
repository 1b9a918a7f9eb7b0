/**
 * CaseHOLD as it is shipped: the authors' CSV, with named columns or, in LexGLUE's copy, with numbered ones; and JSONL.
 * The columns are those that the authors' own loader reads by their places: an index, the citing text, five holdings,
 * five scores, the label.
 */
import { caseRow } from '../task-rows.ts';
import { readCsv } from './csv.ts';
import { examplesOf, firstLine, firstObject, jsonlExamples } from './lines.ts';
import type { OriginalFormat } from './port.ts';

interface Columns {
  readonly context: string;
  readonly holdings: readonly string[];
  readonly label: string;
}

const NAMED: Columns = {
  context: 'citing_prompt',
  holdings: [0, 1, 2, 3, 4].map((n) => `holding_${n}`),
  label: 'label',
};
const NUMBERED: Columns = { context: '0', holdings: ['1', '2', '3', '4', '5'], label: '11' };

function columnsIn(names: readonly string[]): Columns | undefined {
  return [NAMED, NUMBERED].find(({ context, holdings, label }) =>
    [context, ...holdings, label].every((name) => names.includes(name)),
  );
}

const csv: OriginalFormat = {
  id: 'casehold-csv',
  task: 'casehold',
  title:
    'CSV with the columns citing_prompt, holding_0 to holding_4 and label, or 0 to 11 (casehold.csv, train.csv)',
  accepts(_name, firstBytes) {
    const names = firstLine(firstBytes)
      .split(',')
      .map((name) => name.trim().replace(/^"(.*)"$/u, '$1'));
    return columnsIn(names) !== undefined;
  },
  async read(bytes, name, prefix) {
    const { columns, rows, faults } = await readCsv(bytes, name);
    const { context, holdings, label } = columnsIn(columns) ?? NAMED;
    return examplesOf(
      rows,
      { name, prefix, unit: 'row' },
      (cells) => {
        const offered = holdings.map((column) => cells[column]);
        return caseRow(cells[context], offered, digits(cells[label]));
      },
      faults,
    );
  },
};

/** A label as pandas writes it: `3`, or `3.0` where another row has none. */
function digits(cell: string | undefined): string | undefined {
  return cell?.replace(/\.0$/u, '');
}

const jsonl: OriginalFormat = {
  id: 'casehold-jsonl',
  task: 'casehold',
  title: 'JSONL with the fields context, endings (or holdings) and label',
  accepts(_name, firstBytes) {
    const row = firstObject(firstBytes);
    return row !== null && 'context' in row && 'label' in row && ('endings' in row || 'holdings' in row);
  },
  read: async (bytes, name, prefix) =>
    jsonlExamples(bytes, name, prefix, (row) => {
      const offered: unknown = row['endings'] ?? row['holdings'];
      return Array.isArray(offered)
        ? caseRow(row['context'], offered, row['label'])
        : 'no list in "endings" or "holdings"';
    }),
};

export const caseholdFormats: readonly OriginalFormat[] = [csv, jsonl];
