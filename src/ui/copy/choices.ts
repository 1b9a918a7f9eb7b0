/** Words of settings with a few values: what each of them means. */
import { armWords } from '../../core/loop/arm-words.ts';
import { ARM_IDS } from '../../core/loop/arms.ts';
import { TUNING } from './tuning.ts';

export interface ChoiceWords {
  readonly value: string;
  readonly label: string;
  readonly text?: string;
  /** Worth knowing of it as the other settings stand. */
  readonly remark?: string;
  /** Why it cannot be chosen now; absent where it can. */
  readonly not?: string;
}

/** Settings with a few values: each with what it means. */
export const CHOICES: Readonly<Record<string, readonly ChoiceWords[]>> = {
  'student.id': [
    {
      value: 'head',
      label: 'A frozen encoder with a trained head',
      text: 'A small classifier is trained in this tab on what a sentence encoder makes of the texts. Only this head changes. Needs no graphics card.',
    },
    {
      value: 'in-context',
      label: 'A language model that reads examples in its prompt (weights unchanged)',
      text: 'Nothing is trained: what grows is the set that its examples are chosen from. Runs in this tab on the graphics card (WebGPU), from a model that is downloaded once.',
    },
    {
      value: 'api',
      label: 'A language model at an API (weights unchanged)',
      text: 'The same, with a model behind any OpenAI-compatible service, or a server on this computer. Every answer is written and then read; every question is a call that may cost money.',
    },
    {
      value: 'backend',
      label: 'A model that your fine-tuning backend trains',
      text: 'As in the paper: a language model whose weights really change, trained anew in every iteration on a server of yours or a hosted one. Every training takes minutes; the training sets go to that server.',
    },
  ],
  'student.provider': Object.entries(TUNING.services).map(([value, { title, text }]): ChoiceWords => ({
    value,
    label: title,
    text,
  })),
  'student.training.method': [
    {
      value: 'lora',
      label: 'LoRA',
      text: 'The model stays as it is; small matrices beside its weights are trained. Needs little memory, and what comes out is small.',
    },
    {
      value: 'full',
      label: 'All weights',
      text: 'As the paper trains. Needs several times the memory, and every iteration leaves a whole model at the server.',
    },
  ],
  'student.answers': [
    {
      value: 'scored',
      label: 'Scored',
      text: 'Every label gets its likelihood, and the likeliest one counts: no answer is unreadable. Only this project’s backend does it: at other services, and where answers are free, they are written whatever is chosen here.',
    },
    {
      value: 'written',
      label: 'Written',
      text: 'The model writes and its words are read, as in the paper. An answer in another form is unreadable and counts as not right.',
    },
  ],
  'custom.answer': [
    {
      value: 'labels',
      label: 'With one of a list of labels',
      text: 'The labels of the data, or those you name below.',
    },
    {
      value: 'number',
      label: 'With a number',
      text: 'A number. It is read after #### at the end of the answer, or the answer is the number alone. 0.5 and 1/2 are the same number.',
    },
    {
      value: 'text',
      label: 'With any text',
      text: 'Right when it is the same as in the data, but for case, spaces and punctuation around it.',
    },
  ],
  'student.demonstrations': [
    {
      value: 'bm25',
      label: 'Nearest by words',
      text: 'Those that share the rarest words with the text (BM25). Needs no further model.',
    },
    {
      value: 'encoder',
      label: 'Nearest by meaning',
      text: 'Those that a sentence encoder places closest to the text.',
    },
    {
      value: 'random',
      label: 'The same for every text',
      text: 'Drawn at random once for each fit. The fastest: every prompt begins alike, and that part is read once.',
    },
    {
      value: 'none',
      label: 'None',
      text: 'Only the labels and the text. New examples then cannot help: a line to compare with.',
    },
  ],
  'student.encoder': [
    {
      value: 'use-lite',
      label: 'Universal Sentence Encoder Lite',
      text: 'Comes with the page; 512 numbers a sentence, English.',
    },
  ],
  'student.fit': [
    {
      value: 'full-batch',
      label: 'To convergence',
      text: 'All examples at once until nothing improves; the same result every time.',
    },
    {
      value: 'minibatch',
      label: 'In minibatches',
      text: 'A few epochs of small steps, as in the paper: the number of steps then matters.',
    },
  ],
  'teacher.id': [
    {
      value: 'recorded',
      label: 'Recorded',
      text: 'Replies written once and kept with the data set. No key, no cost, the same every time.',
    },
    {
      value: 'eda',
      label: 'EDA rules',
      text: 'Swaps, replaces, inserts and deletes words (Wei and Zou 2019). No language model.',
    },
    {
      value: 'api',
      label: 'A model through an API',
      text: 'Any OpenAI-compatible service you have a key for, or a server on this computer.',
    },
    {
      value: 'webllm',
      label: 'A language model in this tab',
      text: 'Runs on the graphics card (WebGPU), from a model that is downloaded once. No key; nothing leaves this tab.',
    },
    {
      value: 'built-in',
      label: "The browser's own model",
      text: 'The Prompt API, where the browser has one. It takes no seed, so a run with it cannot be repeated to the letter.',
    },
  ],
  arm: ARM_IDS.map((id): ChoiceWords => {
    const { title, varies, needs } = armWords(id);
    return {
      value: id,
      label: title,
      text: `${varies} Needs ${needs.charAt(0).toLowerCase()}${needs.slice(1)}`,
    };
  }),
  'wrongSet.rule': [
    {
      value: 'out-of-fold',
      label: 'Out of fold',
      text: 'A seed is wrong when a fit that did not see it gets it wrong. The default: it finds what the student cannot yet do.',
    },
    {
      value: 'in-sample',
      label: 'In sample',
      text: "The paper's way: train on all, then ask the same seeds. With this student it usually ends at once: a head learns its seeds by heart, so none is wrong.",
    },
    {
      value: 'leave-one-out',
      label: 'Leave one out',
      text: 'Every seed is judged by a fit on all others: out of fold with as many folds as seeds. Slowest.',
    },
  ],
  'filters.labelCheck': [
    { value: 'off', label: 'Off', text: 'The label the teacher gave is believed.' },
    {
      value: 'teacher',
      label: 'By the teacher',
      text: 'One more call for each candidate. For teachers that read prompts: an API, a model in this tab, the browser’s own.',
    },
    {
      value: 'student',
      label: 'By the student',
      text: 'The student of this iteration is asked. Works with every teacher and costs no call, but a student that is often wrong turns away good examples.',
    },
  ],
  weights: [
    {
      value: 'from-scratch',
      label: 'From scratch',
      text: 'Every iteration trains the base model anew, as the paper does.',
    },
    {
      value: 'continue',
      label: 'Continue',
      text: "On from the last iteration's weights. The paper finds this worse: it overfits the seeds.",
    },
  ],
  augmentFrom: [
    {
      value: 'seeds',
      label: 'Seeds only',
      text: 'New examples are always written from a real one, as the paper does.',
    },
    {
      value: 'seeds-and-augmented',
      label: 'Seeds and new examples',
      text: 'Wrong new examples are augmented too. Errors of the teacher can then build on each other.',
    },
  ],
};

/** What finds wrong seeds means something else where a student never reads the text's own example. */
export const IN_CONTEXT_RULES: readonly ChoiceWords[] = [
  {
    value: 'leave-one-out',
    label: 'Leave one out',
    text: 'A seed is wrong when the model, shown any examples but that one, gets it wrong. An example is never its own demonstration, so asking the seeds is leaving one out: nothing is asked twice.',
  },
  {
    value: 'out-of-fold',
    label: 'Out of fold',
    text: 'Each part of the seeds is asked again with only the other parts and the new examples to show: every seed is asked twice.',
  },
  {
    value: 'in-sample',
    label: 'In sample',
    text: 'The same as leaving one out with this student: it never reads the example it is asked about.',
  },
];

/** The same for a student that is trained at a backend, where every fit takes minutes. */
export const TUNED_RULES: readonly ChoiceWords[] = [
  {
    value: 'in-sample',
    label: 'In sample',
    text: "The paper's way, and one training an iteration: train on all, then ask the same seeds. A model that learns its seeds by heart ends the run early.",
  },
  {
    value: 'out-of-fold',
    label: 'Out of fold',
    text: 'A seed is wrong when a model that did not see it gets it wrong. Trains one more model for each fold, in every iteration.',
  },
  {
    value: 'leave-one-out',
    label: 'Leave one out',
    text: 'Every seed is judged by a model trained on all others: as many trainings an iteration as there are seeds, and one.',
  },
];
