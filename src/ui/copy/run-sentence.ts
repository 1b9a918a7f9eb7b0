/** The words of the sentence at the top of a run, and of the facts under it. */
import type { RunConfig } from '../../core/config/schema.ts';
import { armWords } from '../../core/loop/arm-words.ts';
import type { WeightsChanged } from '../../core/students/port.ts';
import { DATA } from './run-names.ts';
import { taskInSentence, taskWords } from './tasks.ts';

export type PhraseName = 'student' | 'data' | 'teacher' | 'way';
/** A piece of the top sentence: plain words, or a phrase that opens what changes it. */
export type SentencePart = string | { readonly name: PhraseName; readonly text: string };

const number = new Intl.NumberFormat('en');
const n = (value: number): string => number.format(value);
const plural = (value: number, one: string): string => `${n(value)} ${value === 1 ? one : `${one}s`}`;

/** A file's own name. */
const nameOf = (id: string): string => id.replace(/^file:/u, '');

export const sentenceCopy = {
  sentence: (phrases: Readonly<Record<PhraseName, string>>): SentencePart[] => [
    'Teaching ',
    { name: 'student', text: phrases.student },
    ' on ',
    { name: 'data', text: phrases.data },
    ', with ',
    { name: 'teacher', text: phrases.teacher },
    ', ',
    { name: 'way', text: phrases.way },
    '.',
  ],
  changePhrase: 'opens the configuration',
  students: {
    head: 'a frozen encoder with a trained head',
    none: 'a language model that reads examples in its prompt',
    lora: 'a fine-tuned model',
    full: 'a fine-tuned model',
  } satisfies Record<WeightsChanged, string>,
  weights: {
    head: 'What is trained: only a small classifier, the head, in this tab. The encoder that turns a sentence into numbers stays as it is.',
    none: 'Weights unchanged: what grows is the set that the examples in the prompt are chosen from.',
    lora: 'LoRA weights are trained by the fine-tuning backend.',
    full: 'All weights are trained by the fine-tuning backend.',
  } satisfies Record<WeightsChanged, string>,
  weightsAtApi: (model: string, host: string): string =>
    `Weights unchanged: examples in the prompt, answered by ${model} at ${host}.`,
  atBackend: (method: 'lora' | 'full', model: string, host: string): string =>
    `${model} (${method === 'lora' ? 'LoRA' : 'all weights'} trained by the backend at ${host})`,
  weightsAtBackend: (method: 'lora' | 'full', model: string, host: string): string =>
    method === 'lora'
      ? `LoRA trained by the backend at ${host}: ${model} itself stays as it is, small matrices beside its weights are trained in every iteration.`
      : `All weights of ${model} are trained by the backend at ${host}, in every iteration.`,
  seeds: (id: string, count: number): string => {
    const kind = DATA[id];
    return kind === undefined ? `${plural(count, 'seed')} of ${nameOf(id)}` : plural(count, `${kind} seed`);
  },
  /** Before the seeds are drawn: how many will be. */
  seedsWanted: ({ id, perClass, count, percent }: RunConfig['data']): string => {
    const kind = DATA[id] === undefined ? 'seeds' : `${DATA[id]} seeds`;
    const of = DATA[id] === undefined ? ` of ${nameOf(id)}` : '';
    if (perClass !== null) return `${n(perClass)} ${kind} a class${of}`;
    if (count !== null) return sentenceCopy.seeds(id, count);
    return percent === null ? `all ${kind}${of}` : `${n(percent)}% of all ${kind}${of}`;
  },
  /** Where the data do not say what is learnt from them. */
  asTask: (data: string, task: string): string => `${data}, as ${taskInSentence(task)}`,
  task: (id: string): string => `${taskWords(id).title}: ${taskWords(id).about}`,
  teachers: {
    recorded: 'a recorded teacher',
    eda: 'word rules (EDA) as the teacher',
    'built-in': "the browser's own model",
    none: 'no teacher',
    self: 'itself as the teacher',
  },
  ways: (arm: string, per: number): string => {
    const some = per === 1 ? 'one new example' : plural(per, 'new example');
    const known: Readonly<Record<string, string>> = {
      llm2llm: `${some} for each wrong seed`,
      'llm2llm-continue': `${some} for each wrong seed, each fit going on from the last`,
      'llm2llm-augmented': `${some} for each wrong seed and each wrong new example`,
      'one-shot': 'all new examples at once for the first wrong seeds',
      untargeted: `${some} for each of as many seeds drawn at random`,
      auggpt: 'every seed put into other words, right or wrong',
      eda: `${some} for each of as many seeds drawn at random`,
      distillation: 'the teacher labelling examples of the pool, and writing none',
      'seeds-repeated': 'nothing added, the seeds repeated',
      'seeds-only': 'nothing added',
    };
    return known[arm] ?? `by the arm ${armWords(arm).title}`;
  },
  writtenForDemo: 'The teacher’s replies were written for this demo; nothing is generated now.',
  rule: (rule: string, folds: number): string => {
    if (rule === 'in-sample')
      return 'Seeds count as wrong when the student that trained on them gets them wrong.';
    const how =
      rule === 'leave-one-out'
        ? 'for each seed there is a student trained on all the others.'
        : `the seeds are split into ${n(folds)} parts, and each part is asked of a student trained on the rest.`;
    return `Each seed is judged by a student trained without it: ${how}`;
  },
} as const;
