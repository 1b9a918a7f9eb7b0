/** The fields of the setup: what stands in them, what it means, and what is wrong with it. */
import { SvelteSet } from 'svelte/reactivity';
import type { RunConfig } from '../../core/config/schema.ts';
import type { Dataset } from '../../core/datasets/port.ts';
import { armOf, needsTeacher } from '../../core/loop/arms.ts';
import { taskFacts } from '../../core/tasks/catalogue.ts';
import type { SetChoice } from './data-sets.ts';
import type { Fitting } from './draft-faults.ts';
import { faultsBetween } from './draft-faults.ts';
import type { Reading, Values } from './draft.ts';
import { SIZE, readDraft, sizeOf, valuesOf, withStudent, withTeacher } from './draft.ts';
import type { SizeKind } from './following.ts';
import { ruleWith, sizeWith, studentWith } from './following.ts';
import { headCan, isFree, tasksFor } from './task-choices.ts';

/** What does not fit another setting is said wherever it was changed. */
const ALWAYS_SAID = [
  'teacher.id',
  'student.id',
  'task',
  'arm',
  'data.perClass',
  'custom.answer',
  'custom.labels',
  'filters.labelCheck',
  'stops.maxCost',
  'stops.maxTokens',
];

export class Draft {
  values: Values = $state.raw({});
  /** The chosen set, as far as it is known. */
  chosen = $state.raw<Pick<SetChoice, 'replies' | 'task' | 'labels'> | null>(null);
  /** A set that was loaded while the form was open. */
  loaded = $state.raw<Dataset | null>(null);
  /** EDA stands in for recorded replies that the chosen set does not have; nobody chose it. */
  standIn = $state(false);
  /** A file is being opened and is not the chosen set yet. */
  opening = $state(false);
  /** What counts as wrong was changed because of the student; nobody chose it. */
  ruleFollows = $state(false);
  /** The student was changed because of the task; nobody chose it. */
  studentFollows = $state(false);
  /** How a task of the person's own is answered follows the data; nobody chose it. */
  answerFollows = $state(false);
  /** What is wrong with a task of the person's own, as the task itself says; null: nothing, or it is not known yet. */
  taskFault = $state<string | null>(null);
  #taskCheck: Promise<void> = Promise.resolve();
  /** The rule that went with the head, while another student is chosen; null where there was none. */
  #replaced: string | null = null;
  /** How seeds were counted before a task without classes came. */
  #replacedSize: SizeKind | null = null;
  readonly #touched = new SvelteSet<string>();
  /** Somebody wanted to go on: empty fields are named from then on. */
  attempted = $state(false);
  readonly asksTeacher: boolean = $derived.by(() => {
    const arm = armOf(this.values['arm'] ?? '');
    return arm === undefined || needsTeacher(arm);
  });
  /** The teacher that is asked: some arms bring their own. */
  readonly teacher: string = $derived(
    armOf(this.values['arm'] ?? '')?.fixes.teacher ?? this.values['teacher.id'] ?? '',
  );
  readonly reading: Reading = $derived.by(() => {
    const { config, faults } = readDraft(this.values);
    const fitting: Fitting = {
      opening: this.opening,
      chosen: this.chosen,
      asksTeacher: this.asksTeacher,
      teacher: this.teacher,
      taskFault: this.taskFault,
    };
    const more = faultsBetween(this.values, config, fitting);
    return Object.keys(more).length === 0
      ? { config, faults }
      : { config: null, faults: { ...more, ...faults } };
  });

  constructor(config: RunConfig) {
    this.values = valuesOf(config);
  }

  set(path: string, text: string): void {
    this.#touched.add(path);
    switch (path) {
      case 'teacher.id':
        this.standIn = false;
        this.values = withTeacher(this.values, text);
        return;
      case 'student.id':
        this.studentFollows = false;
        this.#toStudent(text);
        return;
      case 'wrongSet.rule':
        this.ruleFollows = false;
        break;
      case SIZE:
        this.#replacedSize = null;
    }
    this.values = { ...this.values, [path]: text };
    if (path === 'custom.answer') this.answerFollows = false;
    if (path === 'task') this.#followData(this.chosen);
    if (path === 'task' || path === 'custom.answer') this.#followTask();
  }

  /** Takes over what the task says of itself once it is known, unless the returned function was called before. */
  followTaskFault(fault: Promise<string | null>): () => void {
    let late = false;
    this.#taskCheck = fault.then((found) => {
      if (!late) this.taskFault = found;
    });
    return () => {
      late = true;
    };
  }

  /** Resolves when what is wrong with the fields is known: some of it takes a moment to find out. */
  settled(): Promise<void> {
    return this.#taskCheck;
  }

  /** Fills a field that is empty. */
  suggest(path: string, text: string): void {
    if (this.values[path]) return;
    this.values = { ...this.values, [path]: text };
  }

  /**
   * Another data set: the task follows, unless one was chosen that fits it too.
   * @param answer how a set of free answers is best read
   */
  choose(set: Pick<SetChoice, 'id' | 'hash' | 'task' | 'labels'>, answer: 'number' | 'text' = 'text'): void {
    this.opening = false;
    this.set('data.id', set.id);
    this.set('data.hash', set.hash ?? '');
    if (this.#touched.has('task') && tasksFor(set).includes(this.values['task'] ?? '')) {
      this.#followData(set);
      return;
    }
    // A task of labels cannot be made of answers that are none.
    if (set.task === 'custom' && set.labels?.length === 0) {
      this.values = { ...this.values, 'custom.answer': answer };
      this.answerFollows = true;
    }
    this.#toTask(set.task);
  }

  /** How the answers of the chosen set are best read, where nobody has said it. */
  readAs(answer: 'number' | 'text'): void {
    if (!this.answerFollows || this.values['custom.answer'] === answer) return;
    this.values = { ...this.values, 'custom.answer': answer };
    this.#followTask();
  }

  /** A task of the person's own begins with answers such as the data have. */
  #followData(set: Pick<SetChoice, 'task' | 'labels'> | null): void {
    if (this.values['task'] !== 'custom' || this.#touched.has('custom.answer') || !set) return;
    const free = set.labels?.length === 0;
    this.answerFollows = free;
    // Until the data themselves are looked at, what their own task says.
    const numbers = taskFacts(set.task)?.answers === 'number';
    this.values = { ...this.values, 'custom.answer': free ? (numbers ? 'number' : 'text') : 'labels' };
    this.#followTask();
  }

  #toTask(task: string): void {
    this.values = { ...this.values, task };
    this.#followTask();
  }

  /** Student and number of seeds follow the task, as long as nobody has chosen them. */
  #followTask(): void {
    const now = this.values['student.id'] ?? '';
    if (!this.#touched.has('student.id')) {
      const student = studentWith(headCan(this.values), now, this.studentFollows);
      if (student !== now) {
        this.studentFollows = student !== 'head';
        this.#toStudent(student);
      }
    }
    this.#followSize();
  }

  #followSize(): void {
    if (this.#touched.has(SIZE)) return;
    const usual = taskFacts(this.values['task'] ?? '')?.seeds ?? null;
    const free = isFree(this.values);
    const next = sizeWith(free, sizeOf(this.values), usual);
    if (next) {
      this.#replacedSize ??= sizeOf(this.values);
      const number = next.text === '' ? {} : { [`data.${next.size}`]: next.text };
      this.values = { ...this.values, ...number, [SIZE]: next.size };
    } else if (!free && this.#replacedSize) {
      this.values = { ...this.values, [SIZE]: this.#replacedSize };
      this.#replacedSize = null;
    }
  }

  /** What counts as wrong follows the student, as long as nobody has chosen it. */
  #toStudent(student: string): void {
    const before = {
      student: this.values['student.id'] ?? '',
      rule: this.values['wrongSet.rule'] ?? '',
    };
    this.values = withStudent(this.values, student);
    if (this.#touched.has('wrongSet.rule')) return;
    const rule = ruleWith(student, before, this.#replaced);
    if (student === 'head') this.#replaced = null;
    else if (before.student === 'head') this.#replaced = before.rule;
    // Between two language models the rule stays one that followed.
    this.ruleFollows = student !== 'head' && (rule !== before.rule || this.ruleFollows);
    this.values = { ...this.values, 'wrongSet.rule': rule };
  }

  /**
   * What is known of the chosen set: the teacher follows its recorded replies, as long as nobody has chosen one, and
   * the task follows where the one that stands here is not for this set. null: nothing is known.
   */
  know(chosen: Pick<SetChoice, 'replies' | 'task' | 'labels'> | null): void {
    this.chosen = chosen;
    if (chosen && !this.#touched.has('task') && !tasksFor(chosen).includes(this.values['task'] ?? '')) {
      this.#toTask(chosen.task);
    }
    if (this.#touched.has('teacher.id')) return;
    const replies = chosen?.replies ?? null;
    const teacher = this.values['teacher.id'];
    if (replies === 0 && teacher === 'recorded' && this.asksTeacher) this.#standIn('eda');
    else if (replies !== null && replies > 0 && this.standIn) this.#standIn('recorded');
  }

  #standIn(teacher: 'eda' | 'recorded'): void {
    this.standIn = teacher === 'eda';
    this.values = withTeacher(this.values, teacher);
  }

  /** Takes over a whole configuration; fields of teachers and students it does not have stay. */
  apply(config: RunConfig): void {
    this.values = valuesOf(config, this.values);
    this.#touched.clear();
    this.standIn = false;
    this.ruleFollows = false;
    this.studentFollows = false;
    this.answerFollows = false;
    this.#replaced = null;
    this.#replacedSize = null;
    this.attempted = false;
    this.#followTask();
  }

  /** The fault to show at a field. One that was never touched is not scolded for being empty. */
  fault(path: string): string | undefined {
    const fault = this.reading.faults[path];
    return this.attempted || ALWAYS_SAID.includes(path) || this.#touched.has(path) ? fault : undefined;
  }
}
