/** What the page and the command line need to open a person's own file. */
export { guessColumns, guessSplitValues } from './guess.ts';
export * from './limits.ts';
export { openTable } from './open.ts';
export type { Table } from './port.ts';
export { splitTable, tableToDataset, type SplitChoice } from './split.ts';
