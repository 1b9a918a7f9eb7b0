/** Taking a tuned model into the tab: which quantisation to begin with, and the run that uses it. */
import { linkOf } from '../../core/config/link.ts';
import type { RunConfig } from '../../core/config/schema.ts';
import { parseConfig } from '../../core/config/schema.ts';
import type { ModelRecord } from '../../core/models/records.ts';
import type { ServedModel } from '../../core/trainers/fine-tuning/port.ts';

/** The smaller the model, the more four bits take from it: sixteen come first where the GPU computes in them. */
const BEST = { f16: ['q0f16', 'q4f16_1', 'q4f32_1', 'q0f32'], f32: ['q4f32_1', 'q0f32', 'q0f16', 'q4f16_1'] };

/** What to offer, the best for this device first. @param f16 whether the GPU computes in half precision */
export function inOrder(offered: readonly string[], f16: boolean): string[] {
  const best = f16 ? BEST.f16 : BEST.f32;
  const place = (form: string): number => (best.includes(form) ? best.indexOf(form) : best.length);
  return offered.toSorted((a, b) => place(a) - place(b));
}

/** The records of this model in this browser, whatever their quantisation. */
export function recordsOf(
  records: readonly ModelRecord[],
  baseUrl: string,
  { id }: Pick<ServedModel, 'id'>,
): ModelRecord[] {
  return records.filter(({ tuned }) => tuned?.model === id && tuned.baseUrl === baseUrl);
}

const FIRST_SET = 'film-reviews';

/**
 * The form of a new run whose student is this model of the tab: on the data and with the prompt it was trained on,
 * where the run is known. No example stands in its prompt: it answers as trained.
 */
export function newRunWith(model: string, trained: RunConfig | null): string {
  const config = trained ?? parseConfig({ data: { id: FIRST_SET } });
  const system = 'system' in config.student ? config.student.system : null;
  const link = linkOf({
    ...config,
    student: parseConfig({
      data: config.data,
      student: { id: 'in-context', model, demonstrations: 'none', system },
    }).student,
    wrongSet: { ...config.wrongSet, rule: 'leave-one-out' },
  });
  return `#/new${link.slice(link.indexOf('?'))}`;
}
