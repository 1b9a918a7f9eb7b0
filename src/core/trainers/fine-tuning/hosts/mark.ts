/**
 * Adoption where jobs carry no metadata: the beginning of the fit's hash ends the suffix, which goes into the tuned
 * model's name, and lists of jobs show either.
 */
import type { TuningOrder } from '../port.ts';
import { firstText } from './read.ts';

/** The member of the metadata that says what a job was ordered for. */
const FIT = 'fit';
/** The shortest limit of a suffix among the providers, in characters. */
const SUFFIX = 40;
const MARK = 12;
/** Where providers show a suffix, or a name made with it. */
const NAMES = [
  'suffix',
  'user_provided_suffix',
  'fine_tuned_model',
  'output_name',
  'model_output_name',
] as const;

/** The suffix of an order with its mark, at most 40 characters. */
export function marked({ suffix, metadata }: TuningOrder): string {
  const mark = markOf(metadata);
  if (mark === null) return suffix;
  const room = suffix.slice(0, SUFFIX - MARK - 1);
  return room === '' ? mark : `${room}-${mark}`;
}

/** Whether an item of a list of jobs has the mark of these metadata. Without the hash of a fit none has. */
export function carriesMark(metadata: Readonly<Record<string, string>>): (item: unknown) => boolean {
  const mark = markOf(metadata);
  return (item) => mark !== null && NAMES.some((name) => firstText(item, name)?.includes(mark));
}

function markOf(metadata: Readonly<Record<string, string>>): string | null {
  const fit = metadata[FIT] ?? '';
  return /^[\da-z]{12}/u.test(fit) ? fit.slice(0, MARK) : null;
}
