/** What the adapters share: reading of jobs and files, answers that may be missing, and a job that is stopped. */
import { LabError } from '../../../errors.ts';
import { dig } from '../../../llm/api/wire.ts';
import { isOver } from '../follow.ts';
import type { Abilities, ServedModel, TuningJob } from '../port.ts';
import { badReply } from './faults.ts';
import type { JsonClient } from './http.ts';
import { itemsOf } from './lists.ts';
import { readJob, readModel } from './openai-wire.ts';
import { idOf } from './read.ts';

/** The models of a service in OpenAI's list; none where it has no such list. */
export async function listModels(client: JsonClient, signal: AbortSignal): Promise<readonly ServedModel[]> {
  const body = await unlessAbsent(client.get('models', signal));
  return body === ABSENT ? [] : itemsOf(client.host, body).flatMap((item) => readModel(item) ?? []);
}

/** What a service can do of which nothing is known. */
export const PLAIN = {
  scores: false,
  adopts: true,
  pauses: false,
  answers: true,
  adapterFiles: false,
  webllm: [],
} as const satisfies Partial<Abilities>;

/** A job. Throws LabError `backend-bad-reply` for what is none. */
export function jobOf(host: string, body: unknown): TuningJob {
  return readJob(body) ?? badJob(host, body);
}

/** Throws LabError `backend-bad-reply` for what is no job. */
export function badJob(host: string, body: unknown): never {
  throw badReply(host, 'its job has no id or no status', JSON.stringify(body));
}

/** A form of these members and the chat JSONL as its `file`. */
export function formWith(members: Readonly<Record<string, string>>, jsonl: string, name: string): FormData {
  const form = new FormData();
  for (const [member, value] of Object.entries(members)) form.append(member, value);
  form.append('file', new Blob([jsonl], { type: 'application/jsonl' }), name);
  return form;
}

/** The id of an uploaded file. Throws LabError `backend-bad-reply` without one. */
export function fileIdOf(host: string, body: unknown, member = 'id'): string {
  const id = idOf(dig(body, member));
  if (id === null) throw badReply(host, 'its file has no id', JSON.stringify(body));
  return id;
}

/** The last one made; of several made in one second the first of the list. */
export function newest(jobs: readonly TuningJob[]): TuningJob | null {
  return jobs.reduce<TuningJob | null>(
    (best, job) => (best === null || (job.createdAt ?? 0) > (best.createdAt ?? 0) ? job : best),
    null,
  );
}

/** The job after a request to cancel it, also where that was refused because it was over already. */
export async function stopped(request: Promise<unknown>, job: () => Promise<TuningJob>): Promise<TuningJob> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof LabError && error.code === 'backend-refused')) throw error;
    const now = await job();
    if (isOver(now)) return now;
    throw error;
  }
  return job();
}

/** What stands for an answer where the service has no such thing. */
export const ABSENT = Symbol('absent');

/** The answer, or `ABSENT`. Rejects with every other fault. */
export async function unlessAbsent(request: Promise<unknown>): Promise<unknown> {
  return request.catch((error: unknown) => {
    if (error instanceof LabError && error.code === 'backend-not-found') return ABSENT;
    throw error;
  });
}
