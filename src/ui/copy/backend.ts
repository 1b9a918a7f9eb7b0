/** Words of the view of a fine-tuning backend. Plain texts, to be translated. */
import type { Proportion } from '../../core/metrics/wilson.ts';
import { count, formatShare } from '../shell/format.ts';
import { TUNING } from './tuning.ts';

const COMMAND = 'npm run backend';

export const BACKEND = {
  title: 'Fine-tuning backend',
  lead: 'A server that changes the weights of a language model on the examples of a run. Optional: everything else here works without one.',

  intro: {
    title: 'What it is for, and how to start one',
    what: 'The students in this tab learn without a change to a language model’s weights. A backend trains LoRA, or all weights, of a model in every iteration, as the paper did, and answers for it. The trained model can come back into this tab.',
    startTitle: 'Start the one of this project',
    steps: [
      {
        before: 'In the folder of this project, run ',
        code: COMMAND,
        after:
          '. It says what it is about to install, which takes a few gigabytes the first time, and brings a small model to train.',
      },
      { before: 'It prints its address and, the first time, its key. Copy both.', code: '', after: '' },
      {
        before: 'Paste them below and press “Test the backend”. Then choose it as the student of a new run.',
        code: '',
        after: '',
      },
    ],
    othersTitle: 'What else can be used',
    others:
      'Services that speak OpenAI’s fine-tuning format or one near it: Together AI, Nebius, Crusoe, LocalAI. Most of them let no web page in; their training then works from this project’s command line only.',
    privacyTitle: 'What goes there',
    privacy:
      'The training examples of a run, its seeds among them, and the texts that are to be answered go to the address below, and so does the key. Nothing goes there before you press a button or start a run.',
    form: (origin: string) =>
      `This page is at ${origin}. The backend lets in the pages in its setting cors_origins only; add it there if it is none of them.`,
  },

  connect: {
    title: 'Connection',
    service: 'Service',
    address: 'Address',
    addressHelp:
      'With or without /v1. Kept in this browser for the next visit; the key is not, unless you tick it.',
    known: 'Used by runs in this browser:',
    test: 'Test the backend',
    key: 'Key',
    keyHelp:
      'This project’s backend prints its key when it starts. It is sent to the address above and nowhere else, and stays in the memory of this tab.',
    noAddress: { message: 'The address is missing.', remedy: 'Give the one that the backend printed.' },
    badAddress: 'Give it whole, like http://127.0.0.1:8040/v1.',
    works: (host: string) => `Connected to ${host}.`,
    /** How a server lets this page in. */
    allow: (origin: string) =>
      `This page is ${origin}. For this project’s backend, add "${origin}" to cors_origins in its settings and start it again. A hosted service that lets no page in can be used from the command line.`,
  },

  jobs: {
    title: 'Trainings',
    none: 'No job yet. A run whose student is trained here makes one in every iteration.',
    more: 'Show more',
    refresh: 'Look again',
    lost: 'The backend does not answer at the moment. The page goes on asking.',
    of: (id: string) => `Job ${id}`,
    status: 'Status',
    base: 'Base model',
    run: 'Run',
    iteration: (n: string) => `iteration ${n}`,
    fold: (n: string) => `fold ${n}`,
    otherRun: 'a run that is not in this browser',
    noRun: 'made outside this page',
    created: 'Created',
    took: 'Took',
    soFar: (time: string) => `${time} so far`,
    ends: (time: string) => `should end at ${time}`,
    tokens: 'Trained tokens',
    rate: 'Learning rate',
    epochs: 'Epochs',
    batch: 'Batch size',
    lora: 'LoRA',
    rank: (rank: number, alpha: number | null) =>
      alpha === null ? `rank ${rank}` : `rank ${rank}, alpha ${alpha}`,
    model: 'Tuned model',
    unknown: 'not told',
    open: 'Details',
    close: 'Close',
    openOf: (id: string) => `Details of job ${id}`,
    closeOf: (id: string) => `Close the details of job ${id}`,
    says: 'In the server’s own words:',
    lossOf: (id: string) => `Training loss of job ${id}`,
    checkpoints: 'Checkpoints',
    noCheckpoints: 'None told.',
    checkpoint: (step: number, loss: number | null) =>
      loss === null ? `Step ${step}` : `Step ${step}, loss ${TUNING.loss(loss)}`,
    log: 'Log',
    noLog: 'Nothing was said yet.',
    levels: { info: 'Note', warn: 'Warning', error: 'Error' },
    time: 'Time',
    level: 'Kind',
    message: 'Message',
    cancel: 'Cancel the job',
    cancelTitle: (id: string) => `Cancel job ${id}?`,
    cancelText:
      'The training stops and makes no model. A run that waits for it stops, and can be resumed; it then trains again.',
    keep: 'Let it go on',
    pause: 'Pause',
    resume: 'Go on',
    changed: (id: string, status: string) => `Job ${id}: ${status}.`,
  },

  models: {
    title: 'Tuned models',
    none: 'None yet. A training that comes to its end leaves one.',
    checkpoints: (n: number) => `Checkpoints, taken while a model was trained (${n})`,
    base: (base: string) => `trained from ${base}`,
    job: (id: string) => `job ${id}`,
    between: ' · ',
    adapter: 'Download the adapter',
    adapterOf: (id: string) => `Download the adapter of ${id}`,
    tab: 'Load into the tab',
    tabOf: (id: string) => `Load into the tab: ${id}`,
    compare: 'Compare before and after',
    compareOf: (id: string) => `Compare before and after ${id}`,
    remove: 'Delete',
    removeOf: (id: string) => `Delete ${id}`,
    removeTitle: (id: string) => `Delete ${id}?`,
    removeText:
      'Its weights are deleted at the backend, and runs that were trained there can no longer ask it. What was loaded into this tab stays.',
    removeYes: 'Delete it',
    keep: 'Keep it',
    removed: (id: string) => `${id} is deleted at the backend.`,
    unanswered: 'This service does not answer with the models it trains, so there is nothing to compare.',
  },

  files: {
    title: 'Files of the adapter',
    loading: 'Asking for the list…',
    none: 'The backend lists no files for this model.',
    all: 'Download all',
    one: 'Download',
    oneOf: (name: string) => `Download ${name}`,
    saved: (name: string) => `${name} is downloaded.`,
    fetching: (name: string) => `Fetching ${name}…`,
  },

  tab: {
    title: 'In this tab',
    lead: 'The backend merges the adapter into its model and hands it over as WebLLM weights. They are kept in this browser, as the models under Models are, and every file is checked.',
    quantization: 'Quantisation',
    without: (form: string) => `${form}: WebLLM has no library for this size`,
    load: 'Load into the tab',
    preparing: 'The backend is preparing the weights, which may take minutes…',
    stop: 'Stop',
    noLibrary: (form: string, others: boolean) => ({
      message: `WebLLM has no prebuilt library for a model of this size in ${form}.`,
      remedy: others
        ? 'Choose another quantisation.'
        : 'It has none in any other quantisation either: use the model at the backend.',
    }),
    recordTitle: (host: string, name: string) => `LoRA trained by the backend at ${host}: ${name}`,
    use: 'Use it as the student of a new run',
    useNote:
      'It is in Models now, and among the students of a new run. No example stands in its prompt: it answers as it was trained.',
  },

  compare: {
    title: (id: string) => `Before and after: ${id}`,
    lead: (base: string) => `The same test examples, asked of ${base} as it was and of the tuned model.`,
    data: 'Data set',
    ofRun: (title: string) => `${title} (of its run)`,
    size: 'Examples',
    where: 'Ask the tuned model',
    atBackend: 'at the backend',
    inTab: 'in this tab',
    start: 'Compare',
    again: 'Compare again',
    stop: 'Stop',
    close: 'Close the comparison',
    progress: (done: number, of: number) => `${done} of ${of} answers are there.`,
    stopped: 'Stopped. The answers that came are kept.',
    noTest: { message: 'This data set has no test examples.', remedy: 'Choose another one.' },
    badSize: {
      message: 'Give how many examples, from 1 to 1,000.',
      remedy: 'More tell more, and take longer.',
    },
    caption: 'Answers before and after the training',
    example: 'Example',
    right: 'Right answer',
    before: 'Before',
    after: 'After',
    verdict: { right: 'right', wrong: 'wrong', unreadable: 'no readable answer' },
    unreadable: 'nothing readable',
    share: ({ value, n, interval }: Proportion) =>
      `${Math.round(value * n)} of ${n} right (${formatShare(value)}, 95% interval ${formatShare(interval[0])} to ${formatShare(interval[1])})`,
    changes: (mended: number, broken: number) =>
      `The training mended ${count(mended, 'example')} and broke ${count(broken, 'example')}.`,
    test: (p: number) => `McNemar’s exact test: p = ${p < 0.001 ? 'below 0.001' : p.toFixed(3)}.`,
    tells: 'A difference of this size would be rare if the training had changed nothing.',
    little: (n: number) =>
      `${count(n, 'example')} show little: a difference of this size is common even if the training changed nothing.`,
    same: 'Both are right and wrong on the same examples.',
  },
} as const;
