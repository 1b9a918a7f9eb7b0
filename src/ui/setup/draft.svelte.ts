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
    this.values = { ...this.values, [path]: text };
  }

  /** Takes over a whole configuration; fields of teachers it does not have stay. */
  apply(config: RunConfig): void {
    this.values = valuesOf(config, this.values);
    this.#touched.clear();
    this.attempted = false;
  }

  /** The fault to show at a field. One that was never touched is not scolded for being empty. */
  fault(path: string): string | undefined {
    const fault = this.reading.faults[path];
    return this.attempted || path === 'teacher.id' || this.#touched.has(path) ? fault : undefined;
  }
}
