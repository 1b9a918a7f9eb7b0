/** An experiment without what may be secret in an address that somebody typed: for links, files and reports. */
import { withoutSecrets } from '../config/link.ts';
import type { ExperimentSpec } from './spec.ts';

/** Base URLs without passwords and keys; everything else as it is. */
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
