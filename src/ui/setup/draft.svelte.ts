/** The fields of the setup: what stands in them, what it means, and what is wrong with it. */
import { SvelteSet } from 'svelte/reactivity';
import type { RunConfig } from '../../core/config/schema.ts';
import { FILE, FILTERS, TEACHER } from '../copy/setup.ts';
import type { Reading, Values } from './draft.ts';
import { capFault, readDraft, valuesOf, withTeacher } from './draft.ts';
import { ruleWith } from './following.ts';
import { TEACHERLESS } from '../../core/loop/arms.ts';

/** What does not fit another setting is said wherever it was changed. */
const ALWAYS_SAID = ['teacher.id', 'filters.labelCheck', 'stops.maxCost', 'stops.maxTokens'];

export class Draft {
  values: Values = $state.raw({});
  /** Recorded replies of the chosen set; null while that is not known. */
  replies = $state.raw<number | null>(null);
  /** EDA stands in for recorded replies that the chosen set does not have; nobody chose it. */
  standIn = $state(false);
  /** A file is being opened and is not the chosen set yet. */
  opening = $state(false);
  /** What counts as wrong was changed because of the student; nobody chose it. */
  ruleFollows = $state(false);
  /** The rule whose place was taken then. */
  #replaced: string | null = null;
  readonly #touched = new SvelteSet<string>();
  /** Somebody wanted to go on: empty fields are named from then on. */
  attempted = $state(false);
  readonly asksTeacher: boolean = $derived(!TEACHERLESS.includes(this.values['arm'] ?? ''));
  /** Whether the teacher can take a second look at a label: only one that reads prompts. */
  readonly canCheck: boolean = $derived(
    !this.asksTeacher || !['recorded', 'eda'].includes(this.values['teacher.id'] ?? ''),
  );
  readonly reading: Reading = $derived.by(() => {
    const { config, faults } = readDraft(this.values);
    const more: Record<string, string> = {};
    if (this.opening) more['data.id'] = FILE.notYet;
    else if (this.values['teacher.id'] === 'recorded' && this.replies === 0 && this.asksTeacher) {
      more['teacher.id'] = TEACHER.noReplies;
    }
    if (!this.canCheck && this.values['filters.labelCheck'] === 'teacher') {
      more['filters.labelCheck'] = FILTERS.cannotCheck;
    }
    if (config && this.asksTeacher) Object.assign(more, capFault(config));
    return Object.keys(more).length === 0
      ? { config, faults }
      : { config: null, faults: { ...more, ...faults } };
  });

  constructor(config: RunConfig) {
    this.values = valuesOf(config);
  }

  set(path: string, text: string): void {
    this.#touched.add(path);
    if (path === 'teacher.id') {
      this.standIn = false;
      this.values = withTeacher(this.values, text);
      return;
    }
    if (path === 'student.id') this.#followStudent(text);
    if (path === 'wrongSet.rule') this.ruleFollows = false;
    this.values = { ...this.values, [path]: text };
  }

  /** Fills a field that is empty. */
  suggest(path: string, text: string): void {
    if (this.values[path]) return;
    this.values = { ...this.values, [path]: text };
  }

  /** What counts as wrong follows the student, as long as nobody has chosen it. */
  #followStudent(student: string): void {
    if (this.#touched.has('wrongSet.rule')) return;
    const now = this.values['wrongSet.rule'] ?? '';
    const rule = ruleWith(student, now, this.#replaced);
    this.ruleFollows = student === 'in-context' && rule !== now;
    if (rule === now) return;
    this.#replaced = now;
    this.values = { ...this.values, 'wrongSet.rule': rule };
  }

  /** How many recorded replies the chosen set has: the teacher follows, as long as nobody has chosen one. */
  know(replies: number | null): void {
    this.replies = replies;
    if (this.#touched.has('teacher.id')) return;
    const teacher = this.values['teacher.id'];
    if (replies === 0 && teacher === 'recorded' && this.asksTeacher) this.#standIn('eda');
    else if (replies !== null && replies > 0 && this.standIn) this.#standIn('recorded');
  }

  #standIn(teacher: 'eda' | 'recorded'): void {
    this.standIn = teacher === 'eda';
    this.values = withTeacher(this.values, teacher);
  }

  /** Takes over a whole configuration; fields of teachers it does not have stay. */
  apply(config: RunConfig): void {
    this.values = valuesOf(config, this.values);
    this.#touched.clear();
    this.standIn = false;
    this.ruleFollows = false;
    this.#replaced = null;
    this.attempted = false;
  }

  /** The fault to show at a field. One that was never touched is not scolded for being empty. */
  fault(path: string): string | undefined {
    const fault = this.reading.faults[path];
    return this.attempted || ALWAYS_SAID.includes(path) || this.#touched.has(path) ? fault : undefined;
  }
}
