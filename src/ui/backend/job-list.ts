/** Lists of jobs and events that come in pieces, put together. */
import { isOver } from '../../core/trainers/fine-tuning/follow.ts';
import type { TuningEvent, TuningJob } from '../../core/trainers/fine-tuning/port.ts';

/** The list with these as they stand now; those that are new stand first. */
export function withNewer(before: readonly TuningJob[], jobs: readonly TuningJob[]): TuningJob[] {
  const now = new Map(jobs.map((job) => [job.id, job]));
  const known = new Set(before.map(({ id }) => id));
  return [...jobs.filter(({ id }) => !known.has(id)), ...before.map((job) => now.get(job.id) ?? job)];
}

/** The list with a further page of it. */
export function withOlder(before: readonly TuningJob[], page: readonly TuningJob[]): TuningJob[] {
  const known = new Set(before.map(({ id }) => id));
  return [...before, ...page.filter(({ id }) => !known.has(id))];
}

/** Of these the ones that stand otherwise than in the list. */
export function changedOf(before: readonly TuningJob[], jobs: readonly TuningJob[]): TuningJob[] {
  const old = new Map(before.map(({ id, status }) => [id, status]));
  return jobs.filter(({ id, status }) => old.has(id) && old.get(id) !== status);
}

/** Jobs of the list that may still change and that a page does not hold. */
export function openBeyond(before: readonly TuningJob[], page: readonly TuningJob[]): TuningJob[] {
  const seen = new Set(page.map(({ id }) => id));
  return before.filter((job) => !isOver(job) && !seen.has(job.id));
}

/** The events with those that are new, each once. */
export function withEvents(before: readonly TuningEvent[], fresh: readonly TuningEvent[]): TuningEvent[] {
  const known = new Set(before.map(({ id }) => id));
  return [...before, ...fresh.filter(({ id }) => !known.has(id))];
}
