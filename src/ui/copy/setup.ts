/** Words of the setup, of opening a link and of opening a file. Plain texts, to be translated. */
import type { PresetId } from '../../core/config/presets.ts';

export const SETUP = {
  title: 'New run',
  titleFrom: (name: string) => `New run from "${name}"`,
  lead: 'Start from a preset and change what you like. What is left alone is a default, with its origin behind the question mark.',
  presets: 'Presets',
  data: 'Data',
  student: 'Student',
  teacher: 'Teacher',
  loop: 'Loop',
  filters: 'Filters',
  randomness: 'Random seed',
  summary: 'This run',
  name: 'Name',
  nameHelp: 'Optional; you can change it later.',
  create: 'Create the run',
  creating: 'Creating the run…',
  duplicateName: (name: string) => `${name}, changed`,
  faults: (n: number) => (n === 1 ? 'One setting needs attention:' : `${n} settings need attention:`),
  advanced: 'More settings',
  help: (label: string) => `About: ${label}`,
  defaultIs: (value: string) => `Default: ${value}.`,
  origin: (origin: string) => `Origin: ${origin}.`,
  empty: 'none',
  wholePool: 'the whole pool',
  yes: 'on',
  no: 'off',
} as const;

export const PRESET_WORDS: Readonly<Record<PresetId, { title: string; text: string }>> = {
  demo: {
    title: 'The demo',
    text: 'Twenty film-review seeds, a recorded teacher, six rounds; every setting on its default.',
  },
  'out-of-fold': {
    title: 'Strictly out of fold',
    text: 'A seed is judged by a fit that saw neither it nor anything written from it, so seeds stay wrong longer.',
  },
  paper: {
    title: "The paper's way",
    text: 'Wrong is what the trained student gets wrong of its own seeds; three epochs from scratch, nine rounds.',
  },
  untargeted: {
    title: 'Control: untargeted',
    text: 'As many new examples a round, but of seeds drawn at random: what the targeting itself is worth.',
  },
  eda: {
    title: 'EDA teacher',
    text: 'New examples by swapping and replacing words, with no language model; works on any set.',
  },
};

export interface FieldWords {
  readonly label: string;
  readonly help: string;
  /** Stands behind the field. */
  readonly unit?: string;
}

/** Every setting by its path in the configuration. */
export const FIELD_WORDS: Readonly<Record<string, FieldWords>> = {
  'data.id': {
    label: 'Data set',
    help: 'The labelled examples: a pool that seeds are drawn from, and a test set held out for measuring.',
  },
  'data.perClass': {
    label: 'Seeds a class',
    help: 'How many seeds are drawn of every class. Few seeds are the point: the paper starts from ten. Empty takes the whole pool.',
    unit: 'seeds',
  },
  'data.draw': {
    label: 'Draw',
    help: 'Which random draw of the seeds. One draw proves nothing: repeat a run with other draws before you believe it.',
  },
  'student.encoder': {
    label: 'Encoder',
    help: 'The frozen model that turns a sentence into numbers. Its weights never change.',
  },
  'student.l2': {
    label: 'L2 penalty',
    help: 'How strongly the head is kept small. A small penalty lets it learn the seeds by heart; a large one blurs the classes.',
  },
  'student.fit': { label: 'Fit', help: 'How the head is trained on the training set.' },
  'student.epochs': { label: 'Epochs', help: 'How often a minibatch fit goes through the training set.' },
  'student.batchSize': {
    label: 'Batch size',
    help: 'Examples in each step of a minibatch fit.',
    unit: 'examples',
  },
  'student.learningRate': { label: 'Learning rate', help: 'The size of a step of a minibatch fit (Adam).' },
  'teacher.id': { label: 'Teacher', help: 'Whatever writes new examples from one the student got wrong.' },
  'teacher.alpha': {
    label: 'Share of words changed',
    help: 'How much of a sentence EDA may swap, replace, insert or delete. More variety, and more risk that the label no longer fits.',
  },
  'teacher.preset': {
    label: 'Service',
    help: 'Fills in the address and names the extra headers a host needs.',
  },
  'teacher.baseUrl': {
    label: 'Base URL',
    help: 'The address of an OpenAI-compatible API, up to and including its version. Prompts, with the seeds in them, go there and nowhere else.',
  },
  'teacher.model': { label: 'Model', help: 'The name of the model as this service calls it.' },
  'teacher.temperature': {
    label: 'Temperature',
    help: 'How varied the replies are: 0 repeats itself, 2 rambles.',
  },
  'teacher.maxTokens': {
    label: 'Longest reply',
    help: 'The reply is cut there. Models that think before they write need far more than the sentence they end with.',
    unit: 'tokens',
  },
  'teacher.concurrency': {
    label: 'Calls at once',
    help: 'How many calls may be under way together. Lower it when the service says "too many requests".',
  },
  'teacher.timeoutSeconds': {
    label: 'Wait for a reply',
    help: 'A call that takes longer is lost, and the run goes on.',
    unit: 'seconds',
  },
  'teacher.stream': {
    label: 'Stream the replies',
    help: 'Shows the reply as it is written. Switch it off where a server cannot stream.',
  },
  'teacher.showWrongAnswer': {
    label: 'Show the teacher the wrong answer',
    help: 'Puts what the student answered into the prompt, so that the new examples can aim at that confusion.',
  },
  arm: {
    label: 'Arm',
    help: 'A way of spending the same effort. Compare arms to see what the targeting brings.',
  },
  iterations: {
    label: 'Iterations',
    help: 'How many times the wrong ones are collected and the training set grows. A last fit follows, on which the result is measured.',
  },
  perWrong: {
    label: 'New examples for each wrong seed',
    help: 'How many new examples each wrong seed is given in one iteration.',
    unit: 'an iteration',
  },
  attempts: {
    label: 'Calls for each new example',
    help: 'How often the teacher is asked again when a reply is unreadable or rejected. A cap, so that no seed can spend for ever.',
    unit: 'at most',
  },
  'wrongSet.rule': {
    label: 'What counts as wrong',
    help: 'Which student is asked about a seed: the one that trained on it, or one that did not see it.',
  },
  'wrongSet.folds': {
    label: 'Folds',
    help: 'The seeds are split into so many parts; each part is judged by a fit on the other parts and all new examples.',
  },
  'wrongSet.withoutChildren': {
    label: "Leave a held-out seed's own new examples out",
    help: 'Otherwise a seed may count as right only because its own offspring was trained on. Seeds stay wrong longer, for about twice the examples.',
  },
  weights: { label: 'Weights', help: 'Where every fit starts from.' },
  augmentFrom: { label: 'Augment from', help: 'Which wrong examples go to the teacher.' },
  measureAugmented: {
    label: 'Also ask the new examples',
    help: 'Measures how many of the new examples the student gets right. Takes time, and changes nothing else.',
  },
  'stops.seedAccuracy': {
    label: 'Stop at this share of seeds right',
    help: 'Ends the run early once so many seeds are right, between 0 and 1. The test set is never looked at for this.',
  },
  'stops.budget': {
    label: 'Stop after new examples',
    help: 'Ends the run once so many new examples have been accepted: the way to compare arms at the same budget.',
    unit: 'accepted',
  },
  'stops.maxCalls': {
    label: 'Stop after teacher calls',
    help: 'Ends the run once the teacher has been asked so often, failed calls included. The way to cap what an API costs.',
    unit: 'calls',
  },
  'stops.patience': {
    label: 'Stop without progress',
    help: 'Ends the run after so many iterations in which the wrong set did not get smaller.',
    unit: 'iterations',
  },
  'filters.rougeThreshold': {
    label: 'Too like another',
    help: 'A new example is rejected when its ROUGE-L with a wrong seed or an example already there is above this: 1 allows all but exact copies.',
  },
  'filters.leakThreshold': {
    label: 'Too like the test set',
    help: 'A new example is rejected when its ROUGE-L with any test example is above this, so that the test stays a test.',
  },
  'filters.maxCharacters': {
    label: 'Longest example',
    help: 'Anything longer is rejected.',
    unit: 'characters',
  },
  seed: {
    label: 'Random seed',
    help: 'Everything random in the run follows from it: the same settings and the same seed give the same run.',
  },
};

export interface ChoiceWords {
  readonly value: string;
  readonly label: string;
  readonly text?: string;
}

/** Settings with a few values: each with what it means. */
export const CHOICES: Readonly<Record<string, readonly ChoiceWords[]>> = {
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
  ],
  arm: [
    {
      value: 'llm2llm',
      label: 'LLM2LLM',
      text: 'New examples only for the seeds the student gets wrong, anew in every iteration.',
    },
    {
      value: 'one-shot',
      label: 'One shot',
      text: 'Only the wrong ones, but all at once after the first fit: no second look.',
    },
    {
      value: 'untargeted',
      label: 'Untargeted',
      text: 'As many new examples, for seeds drawn at random, right or wrong.',
    },
    {
      value: 'seeds-repeated',
      label: 'Seeds repeated',
      text: 'Copies of seeds instead of new examples: only the number of training steps grows.',
    },
    {
      value: 'seeds-only',
      label: 'Seeds only',
      text: 'Plain training on the seeds, once. The line to beat.',
    },
  ],
  'wrongSet.rule': [
    {
      value: 'out-of-fold',
      label: 'Out of fold',
      text: 'A seed is wrong when a fit that did not see it gets it wrong. The default: it finds what the student cannot yet do.',
    },
    {
      value: 'in-sample',
      label: 'In sample',
      text: "The paper's way: train on all, then ask the same seeds. A head that learns its few seeds by heart has no wrong ones left, and the loop starves.",
    },
    {
      value: 'leave-one-out',
      label: 'Leave one out',
      text: 'Every seed is judged by a fit on all others: out of fold with as many folds as seeds. Slowest.',
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

export const STUDENT = {
  text: 'A frozen sentence encoder with a softmax head that is trained in this tab. Only the head changes.',
} as const;

export const DATA = {
  bundled: 'Comes with the page',
  stored: 'Kept in this browser',
  hub: 'Hugging Face Hub',
  hubText: 'Fetched from huggingface.co when you load it.',
  own: 'Open a file of your own',
  sets: {
    'film-reviews':
      'Sentences about films, positive or negative. 40 seeds, 240 test sentences, 6 recorded replies a seed.',
    'question-types':
      'Questions by what kind of thing answers them, six classes. 120 seeds, 240 test questions, 6 recorded replies a seed.',
    'hub:sst2':
      'Sentences from film reviews, positive or negative (Socher et al. 2013). No recorded replies.',
    'hub:trec': 'Questions of six types (Li and Roth 2002). No recorded replies.',
  },
  load: 'Load it now',
  loaded: (seeds: string, test: string) => `Loaded: ${seeds}, ${test}.`,
  loading: 'Loading…',
  cancel: 'Cancel',
  missing: (id: string) => `The data set "${id}" is not kept in this browser.`,
  missingRemedy: 'Open the file again, or choose another set.',
} as const;

export const TEACHER = {
  noReplies: 'This data set has no recorded replies. Choose the EDA rules or an API.',
  unused: 'The arm chosen below asks no teacher.',
  key: 'Key',
  keyHelp:
    'Kept in the memory of this tab and sent to the base URL above, nowhere else. It is never in a log, an export or a link.',
  keyKept: 'A key for this address is already there. Leave the field empty to use it.',
  forget: 'Forget it',
  remember: 'Remember in this browser',
  rememberHelp:
    "Then it stays in this browser's storage for this site, readable by anyone who can use this browser.",
  test: 'Test the connection',
  testing: 'Testing…',
  stop: 'Stop',
  works: 'The connection works.',
  needFirst: 'Give the base URL and the model first.',
} as const;

export const LOOP = {
  inSampleStarves:
    'With this student, fitted to convergence, in-sample will most likely find no wrong seeds and end at once. Fit in minibatches instead, or choose out of fold.',
  stops: 'Stop early',
} as const;

export const FILE = {
  title: 'Open a file of your own',
  choose: 'Choose a file',
  another: 'Choose another file',
  drop: 'or drop it here',
  reading: 'Reading the file…',
  limits: (bytes: string, rows: string) =>
    `CSV, TSV, JSON, JSONL or Parquet with a column of texts and a column of labels. Up to ${bytes} and ${rows}.`,
  private: 'The file is read in this tab and kept in this browser. Nothing is uploaded.',
  header: 'The first row names the columns',
  preview: (name: string, rows: string) => `${name}: ${rows}`,
  firstRows: 'First rows',
  text: 'Texts are in',
  label: 'Labels are in',
  split: 'Test set',
  splits: {
    share: { label: 'Hold out a share of the rows', text: 'At random, every class in proportion.' },
    column: { label: 'A column says it', text: 'For example a column with "train" and "test".' },
    file: { label: 'A second file', text: 'With the same kind of columns.' },
  },
  share: 'Share held out',
  shareUnit: '%',
  splitColumn: 'Column',
  seedsValue: 'Seeds are the rows with',
  testValue: 'Test examples are the rows with',
  second: 'Choose the test file',
  secondIs: (name: string, rows: string) => `Test file: ${name}, ${rows}.`,
  skip: 'Leave faulty rows out',
  faults: (n: string) => `${n} cannot be used`,
  fault: (unit: string, row: number, message: string) => `${unit} ${row}: ${message}`,
  moreFaults: (n: string) => `and ${n} more.`,
  units: { line: 'Line', row: 'Row', item: 'Item' },
  pack: 'Recorded replies (optional)',
  packHelp:
    'A JSONL file of teacher replies, one {"seed", "k", "text", "label"} a line; "seed" is the id of a seed, such as row-2.',
  packChoose: 'Choose a replies file',
  packIs: (name: string, n: string) => `${name}: ${n}.`,
  packRemove: 'Do without',
  will: (seeds: string, test: string, labels: string) => `This gives ${seeds} and ${test} with ${labels}.`,
  save: 'Use this data',
  notYet: 'Choose a file and press "Use this data", or choose another set.',
  saving: 'Keeping the data…',
  saved: (title: string) => `"${title}" is kept in this browser.`,
} as const;

export const OPEN = {
  title: 'A run to start',
  lead: 'This link describes a run. Look it over, then start it; nothing has been run or fetched yet.',
  start: 'Start this run',
  starting: 'Starting…',
  change: 'Change it first',
  differs: 'What differs from the defaults',
  nothing: 'Nothing: every setting is on its default.',
  setting: 'Setting',
  value: 'Value',
  usual: 'Default',
  needsFile: 'This run is on a file that the link does not carry. Open that file to go on.',
  otherFile: {
    message: 'The file you opened gives other data than the link was made from.',
    remedy:
      'Open the same file with the same columns and the same split, or press "Change it first" to use this one in a run of its own.',
  },
  needsKey:
    'This run asks a teacher through an API and needs your own key for it, unless the server asks for none.',
  badLink: 'This link cannot be opened',
} as const;

/** What is wrong with a value, at its field. */
export const FAULT = {
  needed: 'This cannot be empty.',
  number: 'Give a number, with a point for decimals.',
  whole: 'Give a whole number.',
  atLeast: (n: string) => `Give ${n} or more.`,
  atMost: (n: string) => `Give ${n} or less.`,
  tooLong: (n: string) => `At most ${n} characters.`,
  address: 'Give a whole address that begins with http:// or https://.',
  secret: 'Leave name and password out of the address; the key has its own field.',
  other: 'This value cannot be used.',
} as const;
