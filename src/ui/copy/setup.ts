/** Words of the setup, of opening a link and of opening a file. Plain texts, to be translated. */
import type { PresetId } from '../../core/config/presets.ts';

export const SETUP = {
  title: 'New run',
  leadFrom: (name: string) => `Settings of “${name}”. Change what you like; the old run stays.`,
  titleFrom: (name: string) => `New run from "${name}"`,
  lead: 'Start from a preset and change what you like. What is left alone is a default, with its origin behind the question mark.',
  presets: 'Presets',
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
  wholePool: 'the whole pool',
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
      'Sentences about films, positive or negative. 40 seeds, 240 test sentences, 6 replies a seed: replies written for this demo.',
    'question-types':
      'Questions by what kind of thing answers them, six classes. 120 seeds, 240 test questions, 6 replies a seed: replies written for this demo.',
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
  standIn:
    'This set has no recorded replies, so EDA rules write the new examples. An API can be chosen instead.',
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
    'With this student it usually ends at once: a head learns its seeds by heart, so none is wrong. Choose out of fold for a run that goes on.',
  inSampleMayStarve:
    'With this student it usually ends at once or soon: a head learns its seeds by heart, in minibatches too, so none is wrong. Choose out of fold for a run that goes on.',
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
    column: {
      label: 'A column says it',
      text: 'For example a column with "train" and "test": one of at most 20 different values.',
    },
    file: { label: 'A second file', text: 'With the same kind of columns.' },
  },
  share: 'Share held out',
  shareUnit: '%',
  splitColumn: 'Column',
  chooseColumn: 'Choose a column',
  noSplitColumn: 'No column has 2 to 20 different values.',
  noColumnYet: 'No column is chosen that says what is the test set.',
  noColumnYetRemedy: 'Choose the column, or hold out a share of the rows.',
  noRows: (name: string, header: boolean) =>
    header ? `${name} has no rows under its header.` : `${name} has no rows.`,
  noRowsRemedy: 'Choose another file.',
  seedsValue: 'Seeds are the rows with',
  testValue: 'Test examples are the rows with',
  second: 'Choose the test file',
  secondIs: (name: string, rows: string) => `Test file: ${name}, ${rows}.`,
  skip: (n: number) => (n === 1 ? 'Leave this row out' : `Leave these ${n.toLocaleString('en')} rows out`),
  faulty: 'The rows above cannot be used.',
  faultyRemedy: 'Leave them out, or correct the file and choose it again.',
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
