/** What a person's own file may weigh. A tab parses it in memory, next to models. */

/** Bytes of a file as it lies on disk. */
export const MAX_FILE_BYTES = 50 * 1024 * 1024;
/** Bytes of a Parquet file once unpacked: a small packed file can be huge inside. */
export const MAX_UNPACKED_BYTES = 400 * 1024 * 1024;
/** Rows, faulty ones included. */
export const MAX_ROWS = 200_000;
/** Characters (UTF-16 code units) of one text; the same as the filters' default for candidates. */
export const MAX_TEXT_CHARACTERS = 8000;
/** Characters of one label: longer ones are texts from the wrong column. */
export const MAX_LABEL_CHARACTERS = 100;
/** Different labels: more means that the wrong column was chosen. */
export const MAX_LABELS = 200;
