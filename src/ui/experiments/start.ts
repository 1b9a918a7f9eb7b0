/** Where the form of a new experiment begins: the defaults, the settings of a run, another experiment, or a link. */
import { parseConfig } from '../../core/config/schema.ts';
import type { Form } from './form.ts';
import { firstForm, formOf } from './form.ts';
import { specOfLink } from './spec-link.ts';

export interface ExperimentStart {
  readonly form: Form;
  /** The run whose settings are wanted. */
  readonly from: string | null;
  /** Whether a link describes the experiment. */
  readonly link: boolean;
}

/** The form on every default. */
export function plainForm(): Form {
  return firstForm(parseConfig({ data: { id: 'film-reviews' } }));
}

/** What the address asks for. Throws LabError `bad-link` or `bad-experiment`. */
export function experimentStart(params: URLSearchParams): ExperimentStart {
  const spec = params.get('spec');
  const form = spec === null ? plainForm() : formOf(specOfLink(spec));
  return { form, from: params.get('from'), link: spec !== null };
}
