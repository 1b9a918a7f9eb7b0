/** The backends worth offering, and what is to be said where one lets no page in. */
import type { PlainError } from '../../core/errors.ts';
import type { RunRecord } from '../../core/storage/port.ts';
import { BACKEND } from '../copy/backend.ts';
import type { BackendPlace } from './port.ts';

/** The last one used, then those of runs, each once. */
export function placesOf(last: BackendPlace | null, runs: readonly RunRecord[]): BackendPlace[] {
  const ofRuns = runs.flatMap(({ config: { student } }) =>
    student.id === 'backend' ? [{ baseUrl: student.baseUrl, provider: student.provider }] : [],
  );
  const all = last ? [last, ...ofRuns] : ofRuns;
  return all.filter(
    ({ baseUrl, provider }, at) =>
      all.findIndex((one) => one.baseUrl === baseUrl && one.provider === provider) === at,
  );
}

/** Runs by their ids. */
export function byId(runs: readonly RunRecord[]): ReadonlyMap<string, RunRecord> {
  return new Map(runs.map((run) => [run.id, run]));
}

/** A refusal to let the page in, with the page's own address in its remedy. */
export function withOrigin(error: PlainError, origin: string): PlainError {
  return error.code === 'student-cors' ? { ...error, remedy: BACKEND.connect.allow(origin) } : error;
}
