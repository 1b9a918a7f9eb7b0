/** Following a job from wherever it stands to its end. */
import { LabError } from '../../errors.ts';
import type { NetServices } from '../../llm/api/chat-client.ts';
import type { JobStatus, TuningEvent, TuningHost, TuningJob } from './port.ts';

export interface Followed {
  readonly job: TuningJob;
  /** All of them so far, oldest first. */
  readonly events: readonly TuningEvent[];
}

const OVER: readonly JobStatus[] = ['succeeded', 'failed', 'cancelled'];

/** Milliseconds between two looks: the first is soon, for what fails at once and what was done already. */
const FIRST_LOOK = 500;
const LAST_LOOK = 3000;
const GROWTH = 1.3;
/** A server that is started again is away for a while, and the job goes on: so many looks, so far apart. */
const PATIENCE = 8;
const AWAY_LOOK = 5000;
const PASSING: readonly string[] = ['student-unreachable', 'student-overloaded', 'student-timeout'];

/** Whether a job is at its end. */
export function isOver({ status }: Pick<TuningJob, 'status'>): boolean {
  return OVER.includes(status);
}

/**
 * Looks at the job until it is over, and tells every time what there is. Events are read after the job, so that none is
 * missing at the end. Throws LabError: what the host throws, once the server was away for too long; AbortError, which
 * leaves the job at work.
 */
export async function followJob(
  host: TuningHost,
  first: TuningJob,
  sleep: NetServices['sleep'],
  tell: (followed: Followed) => void,
  signal: AbortSignal,
): Promise<Followed> {
  let job = first;
  let wait = FIRST_LOOK;
  let away = 0;
  const events: TuningEvent[] = [];
  for (;;) {
    try {
      events.push(...(await host.events(job.id, events.at(-1)?.id ?? null, signal)));
      tell({ job, events });
      // Steps that were made again after a worker's death have other numbers than were told at first.
      if (isOver(job)) return { job, events: await host.events(job.id, null, signal) };
      away = 0;
      await sleep(wait, signal);
      const before = job.status;
      job = await host.job(job.id, signal);
      // What has just begun to move may be quick; what takes long is looked at less often.
      wait = job.status === before ? Math.min(wait * GROWTH, LAST_LOOK) : FIRST_LOOK;
    } catch (error) {
      signal.throwIfAborted();
      away += 1;
      if (!(error instanceof LabError && PASSING.includes(error.code)) || away > PATIENCE) throw error;
      await sleep(AWAY_LOOK, signal);
    }
  }
}
