/** Words of the page around the views, the home view, the runs and the storage. Plain texts, to be translated. */
import type { RunConfig } from '../../core/config/schema.ts';
import { hostOf } from '../../core/llm/api/address.ts';
import { armWords } from '../../core/loop/arm-words.ts';
import type { RunSummary } from '../../core/storage/port.ts';
import { TASKS, taskFacts } from '../../core/tasks/catalogue.ts';
import { taskInSentence, taskWords } from './tasks.ts';

export const PRODUCT = 'LLM2LLM Lab';
export const PAPER_URL = 'https://arxiv.org/abs/2403.15042';

export const SHELL = {
  skip: 'Skip to the content',
  nav: 'Main',
  runs: 'Runs',
  newRun: 'New run',
  experiments: 'Experiments',
  models: 'Models',
  backend: 'Backend',
  storage: 'Storage',
  theme: 'Theme',
  themes: { system: 'As the system has it', light: 'Light', dark: 'Dark' },
  dismiss: 'Dismiss',
  tryAgain: 'Try again',
  reload: 'Reload the page',
  loading: 'Loading…',
  openingRun: 'Opening the run…',
  run: 'Run',
  viewFailed: {
    message: 'This part of the page could not be loaded.',
    remedy: 'Check the connection and reload the page. Nothing stored is lost.',
  },
  notFound: {
    title: 'There is nothing at this address',
    text: 'The link may be cut short, or the run may have been deleted from this browser.',
    home: 'Go to the start',
    runs: 'See the runs kept here',
  },
  footer:
    'Everything runs in this tab. Nothing is uploaded unless you connect a teacher or a student elsewhere.',
  paper: 'The paper: arXiv 2403.15042',
} as const;

export const RUN_ACTIONS = {
  copy: 'Copy link',
  copied: 'Link copied. It carries the settings and the seed, not the data of a file and never a key.',
  copyByHand: 'This browser does not let the page copy. The link is in the address bar.',
  export: 'Export',
  experiment: 'Test this over many draws',
} as const;

export const RUN_KEY = {
  title: { student: 'The student asks for a key', teacher: 'The teacher asks for a key' },
  text: (baseUrl: string) => `This run cannot go on without a key for ${baseUrl}.`,
  use: 'Use this key and go on',
} as const;

export const HOME = {
  title: 'Watch a student learn from its mistakes',
  lead: [
    'A small student model is trained on a few labelled examples, its seeds, and then asked about them.',
    'Only what it gets wrong goes to a teacher, which writes new examples like those; they join the training set, and the loop repeats.',
    'The idea: examples near a mistake teach more than examples of what is already known. The page measures whether that holds.',
  ],
  play: 'Play the demo',
  opening: 'Opening the demo…',
  own: 'Use your own data',
  demoIs: 'The demo: film reviews, positive or negative. Other demo:',
  questions: 'Play question types',
  demoOther: 'six classes',
  note: 'No graphics card, no key and no download from elsewhere. Nothing is uploaded.',
  method: 'The method is LLM2LLM,',
  paper: 'arXiv 2403.15042',
  recent: 'Recent runs',
  allRuns: 'All runs',
  demoNames: { 'film-reviews': 'Film reviews demo', 'question-types': 'Question types demo' },
} as const;

export const FIGURE = {
  alt:
    'The loop. The student is trained on the training set and asked about its seeds. Only the wrong ones ' +
    'go to the teacher. The teacher writes new examples like them. Those that pass the filters join the training set.',
  training: 'Training set',
  student: 'Student',
  teacher: 'Teacher',
  filter: 'Filters',
  train: 'train',
  wrongOnly: 'only the wrong ones',
  write: 'writes',
  join: 'the accepted join',
  seeds: 'seeds',
  wrong: 'wrong',
  candidates: 'new',
  rejected: 'rejected',
  accepted: 'accepted',
} as const;

/** Names of data sets by id; any other is called by its own. */
const DATA_TITLES: Readonly<Record<string, string>> = {
  'film-reviews': 'Film reviews',
  'question-types': 'Question types',
  ...Object.fromEntries(
    TASKS.flatMap(({ id, hub }) => (hub === null ? [] : [[hub, taskWords(id).title] as const])),
  ),
};

export function dataTitle(id: string): string {
  return DATA_TITLES[id] ?? id.replace(/^(file|hub):/u, '');
}

/** A run's data, with its task where the data do not say it: "math.csv, a task of your own". */
export function dataAndTask({ data, task }: Pick<RunConfig, 'data' | 'task'>): string {
  const title = dataTitle(data.id);
  const said = task === 'classification' || taskFacts(task)?.hub === data.id;
  return said ? title : `${title}, ${taskInSentence(task)}`;
}

export function armName(id: string): string {
  return armWords(id).title;
}

/** A run's arm, and where its student answers if that is not in this tab. */
export function armAndStudent({ arm, student }: Pick<RunConfig, 'arm' | 'student'>): string {
  const title = armName(arm);
  return 'baseUrl' in student ? `${title}, ${student.model} at ${hostOf(student.baseUrl)}` : title;
}

export const STATUS: Readonly<Record<RunSummary['status'], string>> = {
  new: 'Not started',
  running: 'Paused',
  finished: 'Finished',
  interrupted: 'Stopped by an error',
};

export const RUNS = {
  title: 'Runs',
  lead: 'Every run is kept in this browser as its log. Open one to look at it again or to go on with it.',
  import: 'Import a run file',
  drop: 'Drop a run file anywhere on this page.',
  importing: 'Reading the run file…',
  imported: (name: string) => `Imported "${name}".`,
  new: 'New run',
  columns: {
    name: 'Run',
    data: 'Data and arm',
    status: 'Status',
    iteration: 'Iterations done',
    accuracy: 'Test accuracy',
    changed: 'Changed',
    actions: 'Actions',
  },
  actionsOf: (name: string) => `Actions on ${name}`,
  none: '–',
  noneYet: 'not measured yet',
  control: 'control of another run',
  rename: 'Rename',
  renameLabel: (name: string) => `New name of ${name}`,
  renameHelp: 'Enter keeps the name, Escape leaves it as it was.',
  save: 'Save',
  cancel: 'Cancel',
  renamed: (name: string) => `The run is now called "${name}".`,
  duplicate: 'Copy with changes',
  export: 'Export',
  exported: (file: string) => `Saved as ${file}.`,
  delete: 'Delete',
  deleted: (name: string) => `Deleted "${name}".`,
  undo: 'Undo',
  restored: (name: string) => `"${name}" is back.`,
  empty: {
    title: 'No runs yet',
    text: 'A run is one student, one teacher and one way of choosing what to write about, on one data set. Each is kept here as it goes on, so that you can close the tab and come back to it.',
    start: 'Play the demo',
    or: 'Set one up yourself',
  },
} as const;

export const STORAGE = {
  title: 'Storage',
  lead: 'Runs, data sets and encoded texts are kept in this browser, on this device, and nowhere else.',
  space: 'Space used',
  used: (usage: string, quota: string | null) =>
    quota === null
      ? `${usage} used; the browser does not say how much there is.`
      : `${usage} of ${quota} used.`,
  unknownUse: 'This browser does not say how much space is used.',
  bar: 'Share of the space used',
  persisted: 'The browser has agreed to keep it until you delete it.',
  notPersisted:
    'The browser may clear it when the device runs short of space. Export what matters, or ask the browser to keep it.',
  persist: 'Ask the browser to keep it',
  persistYes: 'The browser will keep what is stored here.',
  persistNo: 'The browser declined. It may agree once you have used this page more, or bookmarked it.',
  data: 'Your data sets',
  noData: 'None yet. Files you open and sets you load from the Hugging Face Hub are kept here.',
  addData: 'Open a file',
  dataSummary: (seeds: string, test: string, labels: string, replies: string | null) =>
    [seeds, test, labels, ...(replies === null ? [] : [replies])].join(' · '),
  removeData: 'Delete',
  removeDataOf: (title: string) => `Delete the data set ${title}`,
  removeDataSure: (title: string) =>
    `Delete "${title}"? Runs on it stay, with their seeds; new runs on it need the file again.`,
  removedData: (title: string) => `Deleted the data set "${title}".`,
  keep: 'Keep it',
  keys: 'Keys',
  keysText:
    'A key you enter for a teacher stays in the memory of this tab and is gone when you close it, unless you tick "Remember in this browser": then it lies in this browser\'s storage for this site, readable by anyone who can use this browser. It goes to the address you entered it for and is never in a log, an export or a link.',
  everything: 'Delete everything',
  everythingText:
    'Removes every run, experiment, data set, encoded text, model and remembered key from this browser. It cannot be undone.',
  everythingButton: 'Delete everything…',
  confirmTitle: 'Delete everything kept in this browser?',
  confirmText:
    'Every run, data set, encoded text, model and remembered key will be gone. Export the runs you want to keep first.',
  confirmWord: 'delete',
  confirmLabel: (word: string) => `Type "${word}" to confirm`,
  confirmButton: 'Delete everything for good',
  gone: 'Everything was deleted.',
} as const;
