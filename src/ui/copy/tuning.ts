/** What the page says of training at a fine-tuning service: services, what they can do, how a job stands. */
import type { TuningProvider } from '../../core/config/schema.ts';
import type { Abilities, TuningProgress } from '../../core/trainers/fine-tuning/port.ts';

const number = new Intl.NumberFormat('en');
const n = (value: number): string => number.format(value);
const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** A length of time in the two units that matter: "3 min 20 s". */
function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${n(Math.floor(whole / 3600))} h ${Math.floor((whole % 3600) / 60)} min`;
}

export const TUNING = {
  /** Services, by who speaks which dialect. */
  services: {
    llm2llm: {
      title: "This project's backend",
      text: 'A server of your own, started with one command; it scores labels, and can hand the trained model over to this tab.',
    },
    openai: {
      title: 'An OpenAI-style service',
      text: "Whatever takes OpenAI's fine-tuning jobs at this address.",
    },
    together: {
      title: 'Together AI',
      text: 'A hosted service that trains open models. Every job costs money.',
    },
    nebius: {
      title: 'Nebius Token Factory',
      text: 'A hosted service that trains open models. Every job costs money.',
    },
    crusoe: {
      title: 'Crusoe',
      text: 'A hosted service that trains LoRA and gives the weights out as files; it does not answer with the trained model.',
    },
    localai: {
      title: 'LocalAI',
      text: 'A server of your own. It lets a page in only when started with LOCALAI_CORS=true and this page among LOCALAI_CORS_ALLOW_ORIGINS.',
    },
  } satisfies Record<TuningProvider, { title: string; text: string }>,
  status: {
    uploading: 'Handing over the training set',
    validating: 'Checking the training set',
    queued: 'Waiting for its turn',
    running: 'Training',
    paused: 'Paused at the server',
    succeeded: 'Trained',
    failed: 'Failed',
    cancelled: 'Cancelled',
    unknown: 'Under way',
  } satisfies Record<TuningProgress['phase'], string>,
  /** A word of the service's that nobody here knows. */
  says: (raw: string): string => `The server says “${raw}”.`,
  duration,
  /** @param at milliseconds since 1970 */
  time: (at: number): string => clock.format(at),
  loss: (value: number): string => value.toFixed(3),
  /** A learning rate, to three figures. */
  rate: (value: number): string => String(Number(value.toPrecision(3))),
  methods: { lora: 'LoRA', full: 'all weights' },
  chart: {
    none: 'No step has been told yet.',
    newest: (step: number, of: number | null, loss: number): string =>
      `Step ${n(step)}${of === null ? '' : ` of ${n(of)}`}: loss ${loss.toFixed(3)}`,
    summary: (title: string, first: readonly [number, number], last: readonly [number, number]): string =>
      `${title}: loss ${first[1].toFixed(3)} at step ${n(first[0])}, ${last[1].toFixed(3)} at step ${n(last[0])}.`,
    axis: 'step',
    unit: 'loss, nats a token',
    step: 'Step',
    loss: 'Loss',
    asTable: 'Show as table',
    asChart: 'Show as chart',
    thinned: (shown: number, all: number): string => `${n(shown)} of ${n(all)} steps.`,
  },
  /** What a service can do, a sentence each. */
  abilities: ({ server, scores, answers, adopts, webllm, notes }: Abilities): string[] => [
    `${server} answers.`,
    scores
      ? 'It scores labels: the prompt is read once and every label gets its likelihood.'
      : 'It does not score labels: answers are written and then read.',
    ...(answers
      ? []
      : ['It does not answer with the models it trains, so a run here would stop after its first training.']),
    adopts
      ? 'It finds a job again by what it trains: a reload in the middle pays for nothing twice.'
      : 'It cannot find a job again: a reload in the middle of a training starts, and pays for, another.',
    webllm.length > 0
      ? `It hands trained models over to this tab, as WebLLM weights (${webllm.join(', ')}).`
      : 'It hands no WebLLM weights over: a trained model stays there.',
    ...notes,
  ],
} as const;
