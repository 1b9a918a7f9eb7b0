/** How rows of the Hub become texts and labels: one reader a kind of set. */
import * as v from 'valibot';
import { shown } from '../faults.ts';
import { caseRow, mathRow, type RowResult } from '../task-rows.ts';
import type { HubRow } from './rows.ts';
import { ClassLabelSchema, type RowsReply } from './schema.ts';

type Row = HubRow['row'];

/** A reader that has seen the features of a split. */
export interface OpenReader {
  /** All labels, as the Hub names them; null where it does not. */
  readonly labels: readonly string[] | null;
  read(row: Row): RowResult;
}

export interface HubReader {
  /** Columns it cannot do without. */
  readonly columns: readonly string[];
  /** The reader for a split with these features, or in words what is wrong with them. */
  open(features: RowsReply['features']): OpenReader | string;
}

/** A text beside the number of a class, whose names the Hub gives with the features. */
export function classRows(textColumn: string, labelColumn: string): HubReader {
  return {
    columns: [textColumn, labelColumn],
    open(features) {
      const type = features.find((feature) => feature.name === labelColumn)?.type;
      const classes = v.safeParse(ClassLabelSchema, type);
      if (!classes.success) return `the column "${labelColumn}" has no class names`;
      const { names } = classes.output;
      return {
        labels: names,
        read(row) {
          const number = row[labelColumn];
          const label = typeof number === 'number' ? names[number] : undefined;
          if (number === -1) return 'the label is hidden (-1)';
          if (label === undefined) return `it has the unknown label ${shown(number)}`;
          return withText(row[textColumn], textColumn, label);
        },
      };
    },
  };
}

/** A text beside the name of its class. */
export function namedRows(textColumn: string, labelColumn: string): HubReader {
  return {
    columns: [textColumn, labelColumn],
    open: () => ({
      labels: null,
      read(row) {
        const label = row[labelColumn];
        if (typeof label !== 'string' || label.trim() === '') return `no label in "${labelColumn}"`;
        return withText(row[textColumn], textColumn, label.trim());
      },
    }),
  };
}

/** GSM8K: a question and a rationale with its result. */
export const mathRows: HubReader = {
  columns: ['question', 'answer'],
  open: () => ({ labels: null, read: (row) => mathRow(row['question'], row['answer']) }),
};

/** CaseHOLD as LexGLUE has it: a citing text, five holdings, the number of the right one. */
export const caseRows: HubReader = {
  columns: ['context', 'endings', 'label'],
  open: () => ({
    labels: null,
    read(row) {
      const endings: unknown = row['endings'];
      if (!Array.isArray(endings)) return 'no list of holdings in "endings"';
      return caseRow(row['context'], endings, row['label']);
    },
  }),
};

function withText(text: unknown, column: string, label: string): RowResult {
  if (typeof text !== 'string' || text.trim() === '') return `no text in "${column}"`;
  return { text: text.trim(), label };
}
