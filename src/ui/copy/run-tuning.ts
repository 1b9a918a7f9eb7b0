/** Words of the run view where a fine-tuning service trains the student. */
import { TUNING } from './tuning.ts';

const number = new Intl.NumberFormat('en');
const n = (value: number): string => number.format(value);

/** Which part of the training set a fit is on. */
const part = (fold: number | null): string => (fold === null ? 'whole set' : `without part ${n(fold + 1)}`);

export const tuningCopy = {
  /** While a fit lasts. */
  title: (host: string): string => `Training at ${host}`,
  /** Said aloud, so that nothing in it changes with every step. */
  stands: (phase: string, iteration: string, fold: number | null): string =>
    `${phase}: ${iteration.toLowerCase()}, ${part(fold)}.`,
  adopted: 'The job was found again at the server: it is not paid for twice.',
  paused: 'The run is paused. The server trains on, and what comes of it is kept.',
  job: 'Job',
  steps: 'Steps',
  stepsDone: (done: number, of: number | null): string => (of === null ? n(done) : `${n(done)} of ${n(of)}`),
  rate: 'Learning rate',
  since: 'Time so far',
  end: 'Estimated end',
  endAt: (at: number, now: number): string =>
    at <= now ? 'any moment' : `${TUNING.time(at)}, in ${TUNING.duration((at - now) / 1000)}`,
  loss: (iteration: string, fold: number | null): string =>
    `Loss of ${iteration.toLowerCase()}, ${part(fold)}`,
  messages: (count: number): string => `What the server says (${n(count)})`,
  cancel: 'Cancel training',
  cancelling: 'Cancelling…',
  cancelTitle: 'Cancel this training?',
  cancelText:
    'The server stops the job, and what it has trained so far is lost. The run is paused; Play begins the training again. What is in its log stays.',
  keep: 'Go on training',
  seeBackend: 'All jobs of this backend',

  /** Once it is in the log. */
  fits: {
    title: 'Trained models',
    caption: 'What was trained for each iteration, and how',
    iteration: 'Iteration',
    part: 'Part',
    partOf: part,
    steps: 'Steps',
    loss: 'Last loss',
    rate: 'Learning rate',
    tokens: 'Tokens trained on',
    model: 'Model',
    job: 'Job',
    select: (name: string, fold: number | null): string =>
      `Show the loss of ${name.toLowerCase()}, ${part(fold)}`,
    method: (method: 'lora' | 'full', base: string, rank: number | null, alpha: number | null): string => {
      const size = [rank === null ? [] : `rank ${n(rank)}`, alpha === null ? [] : `alpha ${n(alpha)}`].flat();
      const how = method === 'lora' ? ['LoRA', ...size].join(', ') : 'All weights';
      return `${how}, from ${base}.`;
    },
  },
} as const;
