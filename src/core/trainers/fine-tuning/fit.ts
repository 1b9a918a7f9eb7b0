/** Trainer of a language model: every fit is a job at a fine-tuning service, and none is paid for twice. */
import type { BackendStudentConfig } from '../../config/schema.ts';
import { LabError } from '../../errors.ts';
import { hashOf } from '../../hash.ts';
import { tunedFromArtifact, tunedToArtifact } from '../../students/backend/artifact.ts';
import { scoresLabels } from '../../students/backend/backend-student.ts';
import type { StudentServices } from '../../students/registry.ts';
import type { Task } from '../../tasks/port.ts';
import type { FitRequest, FitResult, Trainer } from '../port.ts';
import { followJob, isOver } from './follow.ts';
import { tuningHost } from './hosts/registry.ts';
import type { TuningHost, TuningJob, TuningOrder } from './port.ts';
import { progressOf } from './progress.ts';
import { trainingFile } from './training-file.ts';

/** In every job's metadata, so that a person sees whose it is. */
const APP = 'llm2llm-lab';
/** Points of a loss curve that are kept in the log. */
const KEPT_LOSSES = 200;

/**
 * A fit is known by what decides it: base model, data, seed, settings, and what the server adds to these. A job with the same ones is adopted, whether
 * it is at work or done, be it after a reload, or because another arm of the experiment asked for the same.
 * From scratch each time, or from the last fit's model for the ablation. Fitting throws LabError `training-failed` (with
 * the service's words), `training-cancelled`, `backend-no-scores`, and what the host throws.
 */
export function backendTrainer(
  config: BackendStudentConfig,
  { task, net, onTuning }: Pick<StudentServices, 'task' | 'net' | 'onTuning'>,
  host: TuningHost = tuningHost(config, net),
): Trainer {
  return {
    id: 'backend',
    cheap: false,
    async fit({ examples, randomSeed, from, of }: FitRequest, signal): Promise<FitResult> {
      const jsonl = trainingFile(task, examples);
      const data = await hashOf(jsonl);
      const base = from === null ? config.model : tunedFromArtifact(from).model;
      // Services take what fits into 31 bits.
      const seed = randomSeed >>> 1;
      const { training } = config;
      await requireScores(host, config, task, signal);
      const server = (await host.fingerprint?.(base, signal)) ?? null;
      const fit = await hashOf({ base, data, seed, training, server });
      const metadata = {
        app: APP,
        run: of.run.slice(0, 512),
        iteration: String(of.iteration),
        fold: of.fold === null ? 'none' : String(of.fold),
        data,
        fit,
      };
      const about = { host: host.title, ...of };
      try {
        onTuning(progressOf(about, null, false));
        const last = await host.find({ fit }, signal);
        const adopted = last !== null && (await isUsable(host, last, signal));
        const order = { model: base, seed, training, suffix: suffixOf(of), ...named(metadata, last) };
        const started = adopted ? last : await submit(host, order, jsonl, signal);
        const { job, events } = await followJob(
          host,
          started,
          net.sleep,
          (followed) => {
            onTuning(progressOf(about, followed, adopted));
          },
          signal,
        );
        if (job.status !== 'succeeded' || job.tuned === null) throw unfinished(host, job);
        const { losses } = progressOf(about, { job, events }, adopted);
        return {
          artifact: tunedToArtifact({
            server: config.baseUrl,
            model: job.tuned,
            base,
            job: job.id,
            method: training.method,
            training: job.training,
            trainedTokens: job.trainedTokens,
            losses: thinned(losses, KEPT_LOSSES).map(([step, loss]) => [step, loss]),
            data,
          }),
          steps: losses.at(-1)?.[0] ?? job.training.totalSteps ?? 0,
          loss: losses.at(-1)?.[1] ?? null,
        };
      } finally {
        onTuning(null);
      }
    },
  };
}

/** A job under way, or one that is done and whose model is still there. */
async function isUsable(host: TuningHost, job: TuningJob, signal: AbortSignal): Promise<boolean> {
  if (!isOver(job)) return true;
  if (job.status !== 'succeeded' || job.tuned === null) return false;
  return (await host.serves?.(job.tuned, signal)) ?? true;
}

/** What cannot be evaluated as the settings want is said before anything is paid for. */
async function requireScores(
  host: TuningHost,
  config: BackendStudentConfig,
  task: Task,
  signal: AbortSignal,
): Promise<void> {
  if (!scoresLabels(config, task) || (await host.abilities(signal)).scores) return;
  throw new LabError(
    'backend-no-scores',
    `${host.title} does not score labels.`,
    'Start the run again with "written" answers, or with a backend of this project.',
  );
}

/** Numbers the attempts at one fit: a key that was used up by a failed job would bring that job back. */
function named(
  metadata: Readonly<Record<string, string>>,
  last: TuningJob | null,
): Pick<TuningOrder, 'metadata' | 'key'> {
  const attempt = last === null ? 0 : (Number.parseInt(last.metadata['attempt'] ?? '0', 10) || 0) + 1;
  return {
    metadata: { ...metadata, attempt: String(attempt) },
    key: `${metadata['fit'] ?? ''}-${attempt}`,
  };
}

async function submit(
  host: TuningHost,
  order: Omit<TuningOrder, 'file'>,
  jsonl: string,
  signal: AbortSignal,
): Promise<TuningJob> {
  const file = await host.upload(jsonl, `${order.suffix}.jsonl`, signal);
  return host.create({ ...order, file }, signal);
}

function suffixOf({ iteration, fold }: FitRequest['of']): string {
  return `llm2llm-${iteration}${fold === null ? '' : `-fold-${fold}`}`;
}

/** As many as `most`, evenly, the first and the last among them. */
function thinned<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  const at = (i: number): number => Math.round((i * (items.length - 1)) / (most - 1));
  return Array.from({ length: most }, (_, i) => items[at(i)] as T);
}

function unfinished({ title }: TuningHost, job: TuningJob): LabError {
  const details = { job: job.id, status: job.rawStatus, provider: job.error?.message ?? null };
  if (job.status === 'cancelled') {
    return new LabError(
      'training-cancelled',
      `The training job ${job.id} at ${title} was cancelled.`,
      'Resume the run to train again.',
      details,
    );
  }
  const says = job.error ? `: ${job.error.message}` : '.';
  return new LabError(
    'training-failed',
    `The training job ${job.id} at ${title} ended without a model${says}`,
    "Mend what the service names (its log has more), or change the training's settings, then resume the run.",
    details,
  );
}
