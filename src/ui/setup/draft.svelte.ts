/** The fields of the setup: what stands in them, what it means, and what is wrong with it. */
import { SvelteSet } from 'svelte/reactivity';
import type { RunConfig } from '../../core/config/schema.ts';
import { FILE, TEACHER } from '../copy/setup.ts';
import type { Reading, Values } from './draft.ts';
import { readDraft, valuesOf } from './draft.ts';
import { TEACHERLESS } from '../../core/loop/arms.ts';

export class Draft {
  values: Values = $state.raw({});
  /** Recorded replies of the chosen set; null while that is not known. */
  replies = $state.raw<number | null>(null);
  /** EDA stands in for recorded replies that the chosen set does not have; nobody chose it. */
  standIn = $state(false);
  /** A file is being opened and is not the chosen set yet. */
  opening = $state(false);
  readonly #touched = new SvelteSet<string>();
  /** Somebody wanted to go on: empty fields are named from then on. */
  attempted = $state(false);
  readonly asksTeacher: boolean = $derived(!TEACHERLESS.includes(this.values['arm'] ?? ''));
  readonly reading: Reading = $derived.by(() => {
    const { config, faults } = readDraft(this.values);
    const more: Record<string, string> = {};
    if (this.opening) more['data.id'] = FILE.notYet;
    else if (this.values['teacher.id'] === 'recorded' && this.replies === 0 && this.asksTeacher) {
      more['teacher.id'] = TEACHER.noReplies;
    }
    return Object.keys(more).length === 0
      ? { config, faults }
      : { config: null, faults: { ...more, ...faults } };
  });

  constructor(config: RunConfig) {
    this.values = valuesOf(config);
  }

  set(path: string, text: string): void {
    this.#touched.add(path);
    if (path === 'teacher.id') this.standIn = false;
    this.values = { ...this.values, [path]: text };
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
    this.values = { ...this.values, 'teacher.id': teacher };
  }

  /** Takes over a whole configuration; fields of teachers it does not have stay. */
  apply(config: RunConfig): void {
    this.values = valuesOf(config, this.values);
    this.#touched.clear();
    this.standIn = false;
    this.attempted = false;
  }

  /** The fault to show at a field. One that was never touched is not scolded for being empty. */
  fault(path: string): string | undefined {
    const fault = this.reading.faults[path];
    return this.attempted || path === 'teacher.id' || this.#touched.has(path) ? fault : undefined;
  }
}
