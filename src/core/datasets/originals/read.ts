/** Reads a file of a task, in one of its original forms or in the project's own. */
import { LabError } from '../../errors.ts';
import type { Example } from '../../example.ts';
import { decodeText } from '../files/decode.ts';
import { parseExamples } from '../jsonl.ts';
import type { OriginalFormat } from './port.ts';
import { originalFormats } from './registry.ts';

/** Bytes a format looks at to know its own: the first row of CaseHOLD alone may have some thousand. */
const LOOK_BYTES = 65_536;

/**
 * The examples of a file in an original form of a task; which one is told by its beginning.
 *
 * @param task id of the task
 * @param prefix rows get the ids `<prefix>-<n>`
 * Throws LabError `not-original` naming the forms that are known, `original-rows` or `bad-jsonl` naming up to five
 * faulty lines, `file-not-text`, `file-json`, `file-quotes`.
 */
export async function readOriginal(
  task: string,
  bytes: Uint8Array,
  name: string,
  prefix: string,
): Promise<Example[]> {
  const formats = await formatsOf(task);
  const format = formats.find((one) => one.accepts(name, bytes.subarray(0, LOOK_BYTES)));
  if (!format) throw notOriginal(task, name, formats);
  return format.read(bytes, name, prefix);
}

/**
 * The same, and the project's own JSONL too (rows of id, text and label), which every task has.
 * @param task null: no task in particular, so the project's own rows only
 * Throws what `readOriginal` and `parseExamples` throw.
 */
export async function readExamples(
  task: string | null,
  bytes: Uint8Array,
  name: string,
  prefix: string,
): Promise<Example[]> {
  const formats = task === null ? [] : await formatsOf(task);
  const format = formats.find((one) => one.accepts(name, bytes.subarray(0, LOOK_BYTES)));
  if (format) return format.read(bytes, name, prefix);
  const { text } = decodeText(bytes, name);
  if (task !== null && formats.length > 0 && !text.trimStart().startsWith('{')) {
    throw notOriginal(task, name, formats);
  }
  return parseExamples(text, { prefix, source: name });
}

async function formatsOf(task: string): Promise<readonly OriginalFormat[]> {
  return originalFormats.ids.includes(task) ? originalFormats.load(task) : [];
}

function notOriginal(task: string, name: string, formats: readonly OriginalFormat[]): LabError {
  const known = formats.map(({ title }) => title).join('; ');
  return new LabError(
    'not-original',
    `${name} is in none of the forms in which the data of the task "${task}" are known` +
      `${known === '' ? ': there are none for it' : ` (${known})`}.`,
    'Choose another file, or write its rows as JSONL: one {"text": "…", "label": "…"} a line.',
  );
}
