/** Words of the models view. Plain texts, to be translated. */
import type { Choice, Fit } from '../../core/models/choose.ts';

export const MODELS = {
  title: 'Models',
  lead: 'Language models that run in this browser, on its GPU. Nothing is downloaded until you press Download; then it stays here and needs no network.',

  preflight: {
    title: 'This browser',
    asking: 'Asking the browser what it can do…',
    canRun: 'Models can run here.',
    cannotRun: 'Models cannot run here as it is:',
    without:
      'The rest of this page works all the same: the demo, the bundled sentence encoder as student, recorded replies, EDA rules and APIs as teachers. You can download models here, but not run them.',
    toDo: 'What to do:',
    notes: 'Worth knowing:',
    all: 'All that was looked at',
    good: 'Good',
    bad: 'Missing',
    note: 'Note',
  },

  builtIn: {
    title: "The browser's own model",
    text: 'This browser brings a language model of its own, which can be a teacher here. It is fetched once for all sites (several GB) and belongs to the browser, not to this page.',
    fetch: "Fetch the browser's model",
    fetching: (share: number) => `Fetching: ${Math.floor(share * 100)} %`,
    stop: 'Stop waiting',
    ready: 'It is ready.',
  },

  groups: {
    student: { title: 'Students', lead: 'Small enough to be asked often. Some can teach, too.' },
    teacher: { title: 'Teachers', lead: 'Larger: they write new examples.' },
    embedding: {
      title: 'Encoders',
      lead: 'They turn a text into numbers; a head trained in this tab learns from those.',
    },
    custom: { title: 'Your own', lead: 'Models you added by their addresses.' },
  },

  loading: 'Looking at what is here…',
  about: 'about',
  download: (size: string) => `${size} to download`,
  memory: (mb: string) => `${mb} MB of GPU memory`,
  memoryUnknown: 'GPU memory not known',
  context: (tokens: string) => `reads ${tokens} tokens`,
  dimensions: (n: number) => `${n} dimensions`,
  needsF16: 'needs f16',
  licence: (name: string) => `Licence: ${name}`,
  alsoTeacher: 'can teach, too',
  others: (n: number) => (n === 1 ? 'One other quantisation' : `${n} other quantisations`),

  recommended: (why: string) => `recommended for this device${why ? `: ${why}` : ''}`,
  why: {
    preferred: '',
    'no-f16': 'its GPU does not compute in half precision',
    'tensor-too-large': 'others hold a tensor too large for its GPU',
    memory: 'it takes the least memory',
    tight: 'the smallest, and it may still not fit into memory',
  } satisfies Record<Choice['why'], string>,
  fit: {
    fits: '',
    tight: 'May not fit into the memory of this device.',
    'needs-f16': 'Does not run here: the GPU does not compute in half precision.',
    'tensor-too-large': 'Does not run here: it holds a tensor larger than the GPU lets a shader see.',
  } satisfies Record<Fit, string>,

  state: {
    none: 'Not downloaded',
    partial: (done: string, total: string | null) =>
      total === null ? `${done} downloaded` : `${done} of ${total} downloaded`,
    complete: (size: string) => `Ready offline, ${size}`,
    waiting: 'Starting…',
    checking: (done: string, total: string) => `Checking: ${done} of ${total}`,
    removing: 'Deleting…',
  },
  speed: (perSecond: string) => `${perSecond} a second`,
  left: (time: string) => `about ${time} left`,
  progressOf: (title: string) => `Download of ${title}`,
  checkOf: (title: string) => `Check of ${title}`,

  actions: {
    download: 'Download',
    resume: 'Resume',
    pause: 'Pause',
    cancel: 'Cancel',
    verify: 'Verify',
    stop: 'Stop',
    remove: 'Delete',
    forget: 'Remove from the list',
  },
  actionOn: (action: string, title: string) => `${action} ${title}`,

  said: {
    started: (title: string) => `Downloading ${title}.`,
    progress: (title: string, percent: number) => `${title}: ${percent} % downloaded.`,
    complete: (title: string) => `${title} is downloaded and ready offline.`,
    paused: (title: string) => `The download of ${title} is paused. What came stays.`,
    cancelled: (title: string) => `The download of ${title} is cancelled, and what came is deleted.`,
    removed: (title: string) => `${title} is deleted from this browser.`,
    forgotten: (title: string) => `${title} is removed from the list.`,
    intact: (files: number, hashed: boolean) =>
      hashed
        ? `All ${files} files of weights are intact.`
        : `All ${files} files of weights have the right size. Their list names no hashes, so their content cannot be checked.`,
    damaged: (files: number) =>
      files === 1
        ? 'One file was damaged and is dropped. Press Resume to fetch it again.'
        : `${files} files were damaged and are dropped. Press Resume to fetch them again.`,
    added: (title: string) => `${title} is in the list. Nothing is downloaded yet.`,
    mirror: (base: string) => `Models now come from ${base}.`,
    noMirror: 'Models now come from where they are published.',
  },

  confirm: {
    cancelTitle: (title: string) => `Cancel the download of ${title}?`,
    cancelText: 'What came so far is deleted. To go on later, use Pause instead.',
    cancelYes: 'Cancel and delete',
    removeTitle: (title: string) => `Delete ${title} from this browser?`,
    removeText: 'To use it again it must be downloaded again. Runs keep their logs.',
    removeYes: 'Delete it',
    forgetTitle: (title: string) => `Remove ${title} from the list?`,
    forgetText: 'Its files are deleted from this browser, too. Runs that use it cannot go on without it.',
    forgetYes: 'Remove it',
    keep: 'Keep it',
  },

  sizes: {
    text: 'Sizes with “about” are worked out from the architecture, the weights alone. The exact ones stand in each model’s own list.',
    ask: 'Ask for the exact sizes',
    asking: 'Asking…',
    some: (known: number, all: number) => `${known} of ${all} lists could be read.`,
  },

  custom: {
    title: 'Add a model of your own',
    lead: 'A model converted for WebLLM, for example by the fine-tuning backend. Its files are looked at, nothing is downloaded yet.',
    weights: 'Address of the weights',
    weightsHelp: 'The folder with mlc-chat-config.json, or the model’s page on the Hugging Face Hub.',
    library: 'Address of the library',
    libraryHelp: 'The .wasm file compiled for this architecture, and for the version of WebLLM in this page.',
    name: 'Name (optional)',
    add: 'Look at it and add it',
    looking: 'Looking at its files…',
    stop: 'Stop',
  },

  mirror: {
    title: 'Mirror',
    lead: 'A school can serve models on its own network: the command “npm run mirror” of this project makes the folder to serve.',
    field: 'Base address of the mirror',
    help: 'Begins with https://; on this computer http://localhost will do. Empty: models come from the Hugging Face Hub.',
    save: 'Use this address',
    clear: 'Do without',
    now: (base: string) => `In use: ${base}`,
    none: 'In use: none. Models come from the Hugging Face Hub, their libraries from GitHub.',
  },
} as const;
