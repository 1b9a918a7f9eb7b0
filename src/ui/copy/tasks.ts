/** What the page calls the tasks: a title, a sentence on what is learnt, and where it comes from. */

export interface TaskWords {
  readonly title: string;
  /** One sentence. */
  readonly about: string;
  /** Who made its data; null for tasks of no fixed data. */
  readonly source: string | null;
}

const TASK_WORDS: Readonly<Record<string, TaskWords>> = {
  classification: {
    title: 'Classification',
    about: 'One of the labels of the data for each text.',
    source: null,
  },
  sst2: {
    title: 'SST-2',
    about: 'Whether a sentence from a film review is positive or negative.',
    source: 'Socher et al. 2013',
  },
  trec: {
    title: 'TREC',
    about: 'Which of six kinds of answer a question asks for.',
    source: 'Li and Roth 2002',
  },
  'trec-fine': {
    title: 'TREC, fine classes',
    about: 'Which of fifty kinds of answer a question asks for.',
    source: 'Li and Roth 2002',
  },
  snips: {
    title: 'SNIPS',
    about: 'Which of seven things somebody wants of a voice assistant.',
    source: 'Coucke et al. 2018',
  },
  gsm8k: {
    title: 'GSM8K',
    about: 'A school problem in words, solved step by step, with a number at the end.',
    source: 'Cobbe et al. 2021',
  },
  casehold: {
    title: 'CaseHOLD',
    about: 'Which of five holdings a court decision cites; they stand in a random order in every text.',
    source: 'Zheng et al. 2021',
  },
  custom: {
    title: 'A task of your own',
    about: 'You say what is answered and how, and write the prompts.',
    source: null,
  },
};

export function taskWords(id: string): TaskWords {
  return TASK_WORDS[id] ?? { title: id, about: '', source: null };
}

/** A task's title in the middle of a sentence: names and abbreviations stay as they are. */
export function taskInSentence(id: string): string {
  return taskWords(id).title.replace(/^[A-Z](?=[a-z ])(?!aseHOLD)/u, (letter) => letter.toLowerCase());
}

/** A task with its source, as a choice describes it. */
export function taskText(id: string): string {
  const { about, source } = taskWords(id);
  return source === null ? about : about.replace(/\.$/u, ` (${source}).`);
}

export const TASK = {
  title: 'Task',
  needsModel: (task: string, student: string) =>
    `${task} is answered in words or by a place in a list, so a language model has to be the student: it is now “${student}”.`,
  noHead:
    'Not for this task: its answers are written, or are a place in a list that every text brings along. A head tells texts apart by one fixed list of classes.',
  noClasses: 'Answers are free here, so there are no classes to draw from.',
  noClassesRemedy: 'Choose a number of seeds, a share of the pool, or all of it.',
  notForData: (task: string) =>
    `This data set is not one of ${task}: it has other labels or answers. Choose another task.`,
  preview: 'What is asked, word for word',
  previewText:
    'The exact messages for one example of the data, as these settings stand now. Nothing is sent.',
  noData: 'The messages can be shown once the data set is in this browser. Load it above first.',
  loading: 'Making the messages…',
  example: 'Example',
  exampleOption: (number: number, text: string) => `${number}: ${text}`,
  student: 'To the student',
  studentReadsNone:
    'This student reads no prompts: its encoder gets the text alone, and the head is trained on the labels.',
  demonstrations: 'Examples in the prompt, where there are any, stand before the question in this form.',
  teacher: 'To the teacher',
  teacherReadsNone: 'The teacher chosen below reads no prompts. One that does would be sent this.',
  wrongIs: 'The student’s wrong answer in it, where it is shown one, is the one you try, else another label.',
  right: 'The right answer',
  labelsLike: 'praise: says something good\nblame: says something bad',
  tryAnswer: 'Try an answer',
  tryHelp: 'Type what a student might answer, to see how it would be read.',
  outcome: {
    right: (answer: string) => `Right: it is read as “${answer}”.`,
    wrong: (answer: string) => `Wrong: it is read as “${answer}”.`,
    unreadable: 'It cannot be read. Such an answer counts as not right and is shown apart.',
  },
  promptUnderTask: 'The prompt of a task of your own is written under Task, beside what it comes to.',
} as const;
