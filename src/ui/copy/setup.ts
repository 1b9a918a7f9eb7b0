/** Words of the setup and of opening a link. Plain texts, to be translated. */
import type { PresetGroup, PresetId } from '../../core/config/presets.ts';

export const SETUP = {
  title: 'New run',
  leadFrom: (name: string) => `Settings of “${name}”. Change what you like; the old run stays.`,
  titleFrom: (name: string) => `New run from "${name}"`,
  lead: 'Start from a preset and change what you like. What is left alone is a default, with its origin behind the question mark.',
  data: 'Data',
  student: 'Student',
  teacher: 'Teacher',
  loop: 'Loop',
  filters: 'Filters',
  randomness: 'Random number seed',
  summary: 'This run',
  name: 'Name',
  nameHelp: 'Optional; you can change it later.',
  create: 'Create the run',
  creating: 'Creating the run…',
  runTitle: (data: string, way: string, draw: number) => `${data}, ${way}, draw ${draw}`,
  duplicateName: (name: string) => `${name}, changed`,
  faults: (n: number) => (n === 1 ? 'One setting needs attention:' : `${n} settings need attention:`),
  advanced: 'More settings',
  help: (label: string) => `About: ${label}`,
  defaultIs: (value: string) => `Default: ${value}.`,
  origin: (origin: string) => `Origin: ${origin}.`,
  empty: 'none',
  auto: "auto, the server's own choice",
  wholePool: 'the whole pool',
  size: 'How many seeds',
  sizes: {
    perClass: 'So many of every class',
    count: 'A number of them',
    percent: 'A share of the pool',
    all: 'The whole pool',
  },
  yes: 'on',
  no: 'off',
} as const;

export const PRESET_WORDS: Readonly<Record<PresetId, { title: string; text: string }>> = {
  demo: {
    title: 'The demo',
    text: 'Twenty film-review seeds, a recorded teacher, six iterations; every setting on its default.',
  },
  'out-of-fold': {
    title: 'Strictly out of fold',
    text: 'A seed is judged by a fit that saw neither it nor anything written from it, so seeds stay wrong longer.',
  },
  paper: {
    title: "The paper's way",
    text: 'Wrong is what the trained student gets wrong of its own seeds; three epochs from scratch, nine iterations. With this student it usually ends at once: a head learns its seeds by heart, so none is wrong. That is worth seeing once.',
  },
  untargeted: {
    title: 'Control: untargeted',
    text: 'As many new examples an iteration, but of seeds drawn at random: what the targeting itself is worth.',
  },
  eda: {
    title: 'EDA teacher',
    text: 'New examples by swapping and replacing words, with no language model; works on any set.',
  },
  'student-as-teacher': {
    title: 'The student as its own teacher',
    text: 'One Llama of 1B in this tab reads examples in its prompt and writes the new ones, too: a teacher need not be bigger than its student. Needs WebGPU and a download.',
  },
  'llama-roles': {
    title: 'Llama teaches Llama',
    text: 'The roles of the paper in this tab: a Llama of 1B is the student, one of 3B the teacher. Needs WebGPU, two downloads and room for both.',
  },
  'gpt-teacher': {
    title: 'GPT as the teacher',
    text: "The default student, and a GPT through OpenAI's API that writes the new examples. Needs your key, and every call costs a little.",
  },
  sst2: {
    title: 'SST-2 as in the paper',
    text: 'Two labels, ten seeds of each, a GPT as the teacher. How much a handful of examples can teach, and how much the draw of them matters.',
  },
  trec: {
    title: 'TREC as in the paper',
    text: 'Six classes, ten seeds of each, a GPT as the teacher. Classes that are mixed up with each other, which is what targeting is for.',
  },
  snips: {
    title: 'SNIPS as in the paper',
    text: 'Seven intents, ten seeds of each, a GPT as the teacher. An easy task for an encoder: little is wrong, so there is little to gain.',
  },
  gsm8k: {
    title: 'GSM8K as in the paper',
    text: 'Answers with a way of solution and a number: 1 % of the problems, a Llama in this tab as the student. Whether more worked examples help a model that only reads them.',
  },
  casehold: {
    title: 'CaseHOLD as in the paper',
    text: 'Five holdings to choose from under a long context: 225 cases (0.5 % of them), a Llama in this tab as the student. What happens when few examples fit into a prompt.',
  },
};

export const PRESET_GROUPS: Readonly<Record<PresetGroup, { title: string; text: string | null }>> = {
  ways: { title: 'Presets', text: null },
  'paper-tasks': {
    title: "The paper's five tasks",
    text: 'Data, seeds and roles as in the paper, with what a tab can do: a trained head instead of a fine-tuned Llama 7B, or a small Llama that reads the examples. The data come from the Hugging Face Hub, and the teacher needs your key.',
  },
};

export const STUDENT = {
  atApi: 'The student answers through this API: each seed and each test example is a call of its own.',
  looFollows:
    'What counts as wrong, under Loop, is now “leave one out”: an example is never its own demonstration, so asking the seeds leaves each one out anyway.',
  inSampleFollows:
    'What counts as wrong, under Loop, is now “in sample”, as in the paper: each further training takes minutes, and out of fold trains one more model for each fold.',
  noneShown: 'No example stands in the prompt, so the new examples cannot change an answer.',
  encoderText: (dimensions: number) => `${dimensions} numbers a sentence, English. Needs a graphics card.`,
} as const;

/** A student that a fine-tuning backend trains. */
export const BACKEND = {
  about:
    'What changes: weights at a server, in a training of its own for every iteration. Nothing is trained in this tab, and the run needs the server until its end.',
  link: 'What is a backend? How to start one',
  keyHelp:
    "This project's backend prints its key when it starts. The key is kept in the memory of this tab and sent to the base URL above, nowhere else; it is never in a log, an export or a link.",
  test: 'Test the backend',
  needFirst: 'Give the base URL first.',
  models: (named: readonly string[], more: number) =>
    `Models it can train: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
  noModels: 'It lists no model that it can train; give the name of one that you know.',
  tuned: (n: number) => (n === 1 ? 'One trained model is there.' : `${n} trained models are there.`),
  notListed: (model: string) => `“${model}” is not among them.`,
  chooseWritten:
    'Choose “Written” below: a run that wants labels scored would stop before its first training.',
} as const;

/** The models of the model manager, as the setup lists them. */
export const MODEL = {
  loading: 'Looking up the models…',
  choose: 'Choose a model',
  groups: {
    ready: 'Ready in this browser',
    missing: 'To be downloaded first',
    unfit: 'Not for this graphics card',
    unknown: 'Not known in this browser',
  },
  option: (title: string, quantization: string, size: string) => `${title} · ${quantization} · ${size}`,
  size: (megabytes: number) =>
    megabytes >= 1000 ? `${(megabytes / 1000).toFixed(1)} GB` : `${Math.round(megabytes)} MB`,
  ready: 'Ready in this browser.',
  notHere: 'To be downloaded first.',
  missing: (title: string, size: string) => `${title} is not in this browser yet: about ${size} to download.`,
  partial: (title: string, size: string) =>
    `${title} is here in part; the download of about ${size} is not finished.`,
  unfit: (title: string) =>
    `${title} computes in half precision (shader-f16), which this graphics card does not offer. Choose a version whose name has f32.`,
  tooLarge: (title: string) =>
    `${title} is too large for this graphics card: it cannot take a piece of memory that big.`,
  unknown: (id: string) =>
    `"${id}" is not known in this browser. It can be chosen all the same; add it under Models before the run starts.`,
  noGpu:
    'This browser gives the page no graphics card (WebGPU). The run can be set up and shared, but it will not start here.',
  link: 'Open Models',
  linkHint: 'in a new tab; what you set here stays',
  self: 'Use the student itself',
  isSelf: 'The student is its own teacher. Its weights stay as they are.',
  listFailed: 'The list of models could not be had.',
} as const;

export const DATA = {
  bundled: 'Comes with the page',
  stored: 'Kept in this browser',
  hub: 'Hugging Face Hub',
  hubText: 'Fetched from huggingface.co when you load it.',
  own: 'Open a file of your own',
  noReplies: 'No recorded replies.',
  sets: {
    'film-reviews':
      'Sentences about films, positive or negative. 40 seeds, 240 test sentences, 6 replies a seed: replies written for this demo.',
    'question-types':
      'Questions by what kind of thing answers them, six classes. 120 seeds, 240 test questions, 6 replies a seed: replies written for this demo.',
  },
  load: 'Load it now',
  loaded: (seeds: string, test: string) => `Loaded: ${seeds}, ${test}.`,
  loading: 'Loading…',
  cancel: 'Cancel',
  missing: (id: string) => `The data set "${id}" is not kept in this browser.`,
  missingRemedy: 'Open the file again, or choose another set.',
} as const;

export const TEACHER = {
  noReplies: 'This data set has no recorded replies. Choose the EDA rules or a language model.',
  standIn:
    'This set has no recorded replies, so EDA rules write the new examples. A language model can be chosen instead.',
  unused: 'The arm chosen below asks no teacher.',
  replaced: 'The arm chosen below uses EDA rules, whatever is chosen here.',
  key: { teacher: 'Key', student: 'Key for the student' },
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
  prices: 'Prices',
  pricesText:
    'Optional. Used only to estimate what a run may cost and for the money cap; nothing is bought or checked with them.',
  builtIn: {
    absent:
      'This browser offers pages no model of its own. Current Chrome and Edge on a desktop do, with enough memory.',
    there: 'This browser has a model of its own, ready on this computer.',
    fetch:
      'This browser can have a model of its own, but it is not on this computer yet. It is fetched under Models, once for all sites; never unasked.',
    unknown: 'Asking the browser…',
    unsettable:
      'A page can set neither its temperature nor its seed, and it does not say how many tokens a reply took.',
  },
} as const;

export const PROMPT = {
  title: 'The prompt',
  studentTitle: 'What the student is told',
  standard: 'The standard prompt for this data set.',
  usual: 'the standard prompt',
  labelsOfData: 'those of the data',
  own: 'Your own prompt.',
  empty: 'Empty: the standard prompt is used.',
  reset: 'Back to the standard prompt',
  noLabels:
    'The standard prompt names the labels of the data set, which are known once the set is loaded. Empty means the standard prompt.',
  failed: 'The standard prompt could not be shown; empty means the standard prompt.',
  form: {
    teacher: 'Keep the part that says what a reply looks like: a reply in another form cannot be read.',
    student: 'Keep the part that says how to answer: an answer in another form cannot be read.',
  },
} as const;

export const FILTERS = {
  cannotCheck:
    'This teacher reads no prompts, so it cannot take a second look. Choose the student for it, or another teacher.',
} as const;

export const LOOP = {
  needsLive: 'Not with the teacher chosen above.',
  inSampleStarves:
    'With this student it usually ends at once: a head learns its seeds by heart, so none is wrong. Choose out of fold for a run that goes on.',
  inSampleMayStarve:
    'With this student it usually ends at once or soon: a head learns its seeds by heart, in minibatches too, so none is wrong. Choose out of fold for a run that goes on.',
  stops: 'Stop early',
  noPrices:
    'This teacher costs no money, so the money cap never stops the run; it is for an API with both prices given.',
  twice: 'Here every seed is asked twice, which costs time. Leave one out asks each once.',
  moreFits: (folds: number) =>
    `That is ${folds + 1} trainings an iteration instead of one, and each takes minutes at the backend. In sample needs one.`,
  fitASeed:
    'That is a training for every seed in every iteration, and each takes minutes at the backend. In sample needs one.',
  withoutChildrenCosts:
    'With this switch every seed needs examples chosen without its own offspring, so it is asked a second time.',
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
  needsModels: 'This run needs models that run in this tab:',
  needsKey: {
    teacher:
      'This run asks a teacher through an API and needs your own key for it, unless the server asks for none.',
    student:
      'This run asks a student through an API and needs your own key for it, unless the server asks for none.',
    backend:
      'This run has its student trained by a fine-tuning backend at this address, and sends its seeds there. It needs the key that the backend prints when it starts, unless it asks for none.',
  },
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
  place: 'Write {text} where the text is to stand.',
  address: 'Give a whole address that begins with http:// or https://.',
  secret: 'Leave name and password out of the address; the key has its own field.',
  other: 'This value cannot be used.',
} as const;
