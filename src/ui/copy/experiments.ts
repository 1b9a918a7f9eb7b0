/** Words of the experiments: their list, the form of a new one, its progress and its report. Plain texts, to be translated. */
import type { BudgetUnit, ExperimentSpec } from '../../core/experiment/spec.ts';

type SizeUnit = ExperimentSpec['sizes']['unit'];

const number = new Intl.NumberFormat('en');
const n = (value: number): string => number.format(value);
const some = (value: number, one: string, many = `${one}s`): string =>
  `${n(value)} ${value === 1 ? one : many}`;

export const EXPERIMENTS = {
  title: 'Experiments',
  lead: 'The same question asked of many runs: several ways of spending the same budget, over many random draws of the seeds.',
  new: 'New experiment',
  empty: {
    title: 'One run proves nothing',
    text: [
      'Draw other seeds, and the same method may end several points higher or lower. That is more than most methods differ by.',
      'An experiment runs every arm over the same draws of the seeds, with the same budget, and says how sure one can be of what it finds. “No difference shown” is an answer, too.',
      'The bundled sets with the default student take a few minutes in this tab. It can be paused, and goes on after the tab was closed.',
    ],
  },
  columns: {
    name: 'Experiment',
    data: 'Data',
    arms: 'Arms',
    draws: 'Draws',
    state: 'State',
    date: 'Made',
  },
  drawsOf: (draws: number) => some(draws, 'draw'),
  actionsOf: (name: string) => `Actions on ${name}`,
  copy: 'Copy with changes',
  delete: 'Delete',
  deleteTitle: (name: string) => `Delete "${name}"?`,
  deleteText: 'The experiment and all its results will be gone from this browser. This cannot be undone.',
  deleted: (name: string) => `Deleted "${name}".`,
  state: (settled: number, cells: number): string => {
    if (settled === 0) return 'Not started';
    return settled >= cells ? 'Finished' : `${n(settled)} of ${some(cells, 'run')}`;
  },
} as const;

export const NEW_EXPERIMENT = {
  title: 'New experiment',
  lead: 'Choose what is compared. What is not asked here stays as in the settings it starts from.',
  leadLink:
    'This link describes an experiment. Look it over, change what you like, then create it; nothing has been run or fetched yet.',
  start: {
    label: 'Start from the settings of',
    help: 'Whatever is not asked below is taken from there: the student with its model, the filters, what counts as wrong. A student or teacher behind an API, or in this tab on the graphics card, is set up in a run first.',
    defaults: 'The defaults',
    link: 'The link',
    run: (name: string, data: string) => `${name} · ${data}`,
    student: (student: string) => `Student: ${student}.`,
    task: (task: string) => `Task: ${task}.`,
  },
  data: {
    title: 'Data',
    own: 'Open a file of your own',
    ownHelp: 'A file is opened under New run, and is in this list from then on.',
    fetchFirst: 'Load the set to see what the experiment comes to.',
  },
  teachers: {
    title: 'Teachers',
    help: 'With several, the whole grid is run with each. Add the arm “One shot” to see them asked about the same wrong seeds.',
    recorded: 'Recorded replies',
    recordedText: 'Written once and kept with the data set. No key, no cost, the same every time.',
    eda: 'EDA rules',
    edaText: 'Swaps, replaces, inserts and deletes words (Wei and Zou 2019). No language model.',
    api: (model: string, host: string) => `${model} at ${host}`,
    apiText: 'An API. Its key is asked for when it is needed, and every call may cost.',
    webllm: (model: string) => `${model} in this tab`,
    webllmText: 'A language model on the graphics card. It must be downloaded under Models.',
    standIn:
      'This set has no recorded replies, so EDA rules write the new examples. A language model can write them instead: set one up as the teacher of a run first, and it is in this list.',
    builtIn: 'The browser’s own model',
    builtInText: 'Where the browser has one. It takes no seed, so its replies cannot be had again.',
  },
  arms: {
    title: 'Arms',
    help: 'Ways of spending the same budget on the same seeds. Each is compared with one of them, the reference.',
    needs: 'Needs:',
    cannot: (reason: string) => `Cannot run with this teacher: ${reason}`,
    stays: 'It keeps its place in the report, with the reason.',
    reference: 'Compare with',
  },
  grid: {
    title: 'Draws, sizes and seeds',
    draws: 'Random draws of the seeds',
    drawsHelp:
      'How often other seeds are drawn from the pool. All arms get the same draws. With fewer than 6, no difference can be tested over them.',
    first: 'First draw',
    firstHelp: 'Draws are numbered; the same number is the same draw.',
    sizes: 'Seed-set sizes',
    sizesHelp: 'One or several, with commas between: 10, 20. Empty takes the size of the settings.',
    unit: 'Counted',
    units: {
      'per-class': 'seeds a class',
      count: 'seeds in all',
      percent: 'percent of the pool',
    } satisfies Record<SizeUnit, string>,
    seeds: 'Random number seeds',
    seedsHelp:
      'For what is random in a run besides the draw: folds, choices, small steps. One or several, with commas between: 1, 2. Empty takes that of the settings.',
  },
  budget: {
    title: 'Budget of every arm',
    as: 'As much as LLM2LLM spent',
    asText: 'On the same draw. LLM2LLM stops by itself; the others may spend what it did.',
    amount: 'A number',
    amountText: 'The same for all arms, LLM2LLM too.',
    unit: 'Counted in',
    units: {
      examples: 'examples added',
      calls: 'teacher calls',
      tokens: 'teacher tokens',
    } satisfies Record<BudgetUnit, string>,
    amountLabel: 'At most',
  },
  loop: {
    title: 'Student and loop',
    iterations: 'Iterations',
    iterationsHelp: 'How many times the wrong ones are collected and the training set grows.',
    l2: 'L2 penalty',
    l2Help: 'How strongly the trained head is kept small.',
  },
  name: 'Name',
  nameHelp: 'Optional.',
  called: (data: string, arms: number, draws: number) =>
    `${data}: ${some(arms, 'arm')}, ${some(draws, 'draw')}`,
  create: 'Create and run',
  creating: 'Creating the experiment…',
  faults: (count: number) =>
    count === 1 ? 'One field needs attention:' : `${n(count)} fields need attention:`,
} as const;

/** What is wrong with a field of the form, beside what any number may have wrong with it. */
export const EXPERIMENT_FAULT = {
  noArm: 'Choose at least one arm.',
  noTeacher: 'Choose at least one teacher.',
  noAmount: 'Give a number: how much every arm may spend at most.',
  noReplies: 'This data set has no recorded replies. Choose another teacher.',
  needsReference: 'This budget needs the arm LLM2LLM. Choose that arm, or give a number.',
  needsModel: (task: string) =>
    `The task ${task} has answers that a trained head cannot learn. Under “${NEW_EXPERIMENT.start.label}”, at the top, choose a run whose student is a language model. Where there is none, make one under New run first.`,
  badLink: 'The experiment in this link cannot be read.',
  badLinkRemedy: 'Ask for the link again: it may have been cut short on its way.',
} as const;

/** The names of the form's fields, where faults are listed. */
export const FIELD_NAMES = {
  data: NEW_EXPERIMENT.data.title,
  teachers: NEW_EXPERIMENT.teachers.title,
  iterations: NEW_EXPERIMENT.loop.iterations,
  l2: NEW_EXPERIMENT.loop.l2,
  arms: NEW_EXPERIMENT.arms.title,
  draws: NEW_EXPERIMENT.grid.draws,
  first: NEW_EXPERIMENT.grid.first,
  sizes: NEW_EXPERIMENT.grid.sizes,
  seeds: NEW_EXPERIMENT.grid.seeds,
  amount: `${NEW_EXPERIMENT.budget.title}: a number`,
} as const;

export const PLAN = {
  title: 'What it comes to',
  planning: 'Working it out…',
  incomplete: 'Mend the fields named below to see it.',
  toSizes: 'Change the seed-set sizes',
  runs: 'Runs',
  runsOf: (computed: number, cells: number) =>
    computed === cells
      ? some(cells, 'run')
      : `${some(cells, 'run')}, ${n(computed)} of them computed; the others are the same computation`,
  seeds: 'Seeds a run',
  seedsOf: (least: number, most: number) => (least === most ? n(least) : `${n(least)} to ${n(most)}`),
  test: 'Test examples',
  fits: 'Fits of the student',
  atMost: (value: number) => `${n(value)} at most`,
  calls: 'Teacher calls that cost',
  noCalls: 'none',
  cost: 'Cost',
  costOf: (value: number) =>
    `${new Intl.NumberFormat('en', { maximumFractionDigits: 2 }).format(value)} at most, at your prices`,
  unknownCost: 'not known',
} as const;

export const PROGRESS = {
  opening: 'Opening the experiment…',
  title: 'Progress',
  run: 'Run',
  goOn: 'Go on',
  again: 'Try the failed ones again',
  pause: 'Pause',
  pausing: 'Pausing…',
  states: {
    new: 'Not started.',
    running: 'Running.',
    stopping: 'Pausing: what is under way is being stored.',
    paused: 'Paused. Nothing that was worked out is lost.',
    stopped: 'Stopped by an error. Nothing that was worked out is lost.',
    finished: 'Finished.',
  },
  done: (settled: number, cells: number, failed: number) =>
    `${n(settled)} of ${some(cells, 'run')} done${failed > 0 ? `, ${n(failed)} of them failed` : ''}`,
  left: (time: string) => `about ${time} left`,
  bar: 'Runs done',
  leaving: 'Leaving this page pauses it.',
  /** Its workers are started anew with every “Go on”: what did not load is fetched again then. */
  workerFailed: 'Check the connection, then go on. Nothing stored is lost.',
  marks: 'One mark a run, by draw, row by row.',
  key: { done: 'done', failed: 'failed', running: 'running', open: 'not yet' },
  table: 'The same as a table',
  caption: 'Runs of every arm by their state',
  arm: 'Arm',
  failures: 'What failed',
  failed: (cells: number, arms: string) => `${arms}: ${some(cells, 'run')}.`,
  size: (size: number, unit: SizeUnit) =>
    unit === 'percent' ? `${n(size)} %` : `${some(size, 'seed')}${unit === 'per-class' ? ' a class' : ''}`,
} as const;

export const REPORT = {
  title: 'Report',
  none: 'The report appears here with the first result, and grows with every further one.',
  building: 'Working the report out…',
  sections: 'In this report',
  terms: 'Every term in one sentence',
  armTable: 'Every arm in words',
  failed: 'The report could not be worked out.',
  term: (head: string) => `${head}: what it means`,
  figures: 'The figures of this chart',
  take: 'Take it with you',
  html: 'Report (HTML)',
  csv: 'Results (CSV)',
  json: 'Report (JSON)',
  file: 'Experiment file',
  saved: (name: string) => `Saved as ${name}.`,
  copyLink: 'Copy link',
  copied: 'Link copied. It carries the settings, not the data of a file and never a key.',
  copyByHand: 'This browser does not let the page copy. This is the link:',
  command: 'On the command line, with the experiment file:',
  needsData:
    'Put these beside the experiment file: they are the data it is on, which neither the link nor the file carries.',
  dataFiles: { seeds: 'Seeds (JSONL)', test: 'Test set (JSONL)', pack: 'Recorded replies (JSONL)' },
} as const;
