/** An experiment as a link: its settings as base64url JSON. A link never carries data, and never a key. */
import { withoutSecrets } from '../../core/config/link.ts';
import type { ExperimentSpec } from '../../core/experiment/spec.ts';
import { parseSpec } from '../../core/experiment/spec.ts';
import { LabError } from '../../core/errors.ts';
import { EXPERIMENT_FAULT } from '../copy/experiments.ts';
import { HREF } from '../router.ts';

/** The link that opens this experiment for somebody else: a hash, to be put behind the page's address. */
export function specLink(spec: ExperimentSpec): string {
  const bytes = new TextEncoder().encode(JSON.stringify(shareable(spec)));
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const encoded = btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/u, '');
  return `${HREF.newExperiment}?spec=${encoded}`;
}

/** The experiment a link's `spec` means. Throws LabError `bad-link`, or `bad-experiment` naming a setting. */
export function specOfLink(encoded: string): ExperimentSpec {
  let input: unknown;
  try {
    const text = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
    input = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new LabError('bad-link', EXPERIMENT_FAULT.badLink, EXPERIMENT_FAULT.badLinkRemedy);
  }
  return parseSpec(input);
}

/** The experiment without what may be secret in an address somebody typed. */
export function shareable(spec: ExperimentSpec): ExperimentSpec {
  const { base } = spec;
  return {
    ...spec,
    base: { ...base, student: openly(base.student), teacher: openly(base.teacher) },
    teachers: spec.teachers.map(openly),
  };
}

function openly<T extends { readonly id: string }>(part: T): T {
  return 'baseUrl' in part && typeof part.baseUrl === 'string'
    ? { ...part, baseUrl: withoutSecrets(part.baseUrl) }
    : part;
}
