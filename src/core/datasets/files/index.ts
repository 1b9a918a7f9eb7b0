/** What the page and the command line need to open a person's own file. */
export { tableToExamples, type TableExamples, type TextColumns } from './examples.ts';
export { guessColumns, guessSplitValues, type ColumnGuess } from './guess.ts';
export * from './limits.ts';
export { openTable, type OpenOptions } from './open.ts';
export type { Cell, FormatId, Row, Table } from './port.ts';
export { splitTable, tableToDataset, type SplitChoice, type SplitTable } from './split.ts';
