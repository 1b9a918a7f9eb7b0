/** The port of an original format: a file as the authors of a data set ship it, or as it commonly goes round. */
import type { Example } from '../../example.ts';

export interface OriginalFormat {
  readonly id: string;
  /** The task whose examples it holds, by id. */
  readonly task: string;
  /** What such a file is, for people, with an example of its name. */
  readonly title: string;
  /**
   * Whether a file is one of these, by its beginning; the name only where that does not tell.
   * @param firstBytes the file's first bytes, some thousand
   */
  accepts(name: string, firstBytes: Uint8Array): boolean;
  /**
   * All rows as examples with ids `<prefix>-<n>`, n counting rows from 1.
   * Throws LabError `original-rows` or `bad-jsonl` naming up to five faulty lines, and what decoding throws.
   */
  read(bytes: Uint8Array, name: string, prefix: string): Promise<Example[]>;
}
