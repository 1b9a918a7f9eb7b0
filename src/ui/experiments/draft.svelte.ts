/** The form of a new experiment as it stands, and what was done to it. */
import { SvelteSet } from 'svelte/reactivity';
import type { RunConfig, TeacherConfig } from '../../core/config/schema.ts';
import { canonicalJson } from '../../core/json.ts';
import { ARM_IDS } from '../../core/loop/arms.ts';
import type { SetChoice } from '../setup/data-sets.ts';
import type { FieldName, Form, FormReading, TextField } from './form.ts';
import { firstForm, onTask, readForm } from './form.ts';
import { EDA, RECORDED } from './teachers.ts';

export class ExperimentDraft {
  form: Form;
  /** Recorded replies of the chosen set; null while that is not known. */
  replies = $state.raw<number | null>(null);
  /** EDA stands in for recorded replies that the chosen set does not have; nobody chose it. */
  standIn = $state(false);
  /** Somebody wanted to go on: empty fields are named from then on. */
  attempted = $state(false);
  readonly #touched = new SvelteSet<FieldName>();
  readonly reading: FormReading = $derived.by(() => readForm(this.form, this.replies));

  constructor(form: Form) {
    this.form = $state.raw(form);
  }

  /** Everything but the name anew, from the settings of a run or the defaults. */
  startFrom(base: RunConfig): void {
    this.form = { ...firstForm(base), name: this.form.name };
    this.standIn = false;
    this.#touched.clear();
  }

  /** The same fields over another base. */
  rebase(base: RunConfig): void {
    this.form = { ...this.form, base };
  }

  setText(field: TextField, text: string): void {
    this.#touched.add(field);
    this.form = { ...this.form, texts: { ...this.form.texts, [field]: text } };
  }

  set(change: Partial<Pick<Form, 'name' | 'reference' | 'sizeUnit' | 'budget' | 'budgetUnit'>>): void {
    // Whoever wants a number has still to give it: nothing else would say why there is no plan.
    if (change.budget === 'amount') this.#touched.add('amount');
    this.form = { ...this.form, ...change };
  }

  /** Takes an arm in or out; the known ones stay in the order in which people see them. */
  toggleArm(id: string): void {
    const { arms } = this.form;
    const next = arms.includes(id) ? arms.filter((one) => one !== id) : [...arms, id];
    const known = ARM_IDS.filter((one) => next.includes(one));
    this.form = { ...this.form, arms: [...known, ...next.filter((one) => !known.some((it) => it === one))] };
  }

  toggleTeacher(teacher: TeacherConfig): void {
    const key = canonicalJson(teacher);
    const others = this.form.teachers.filter((one) => canonicalJson(one) !== key);
    const teachers = others.length < this.form.teachers.length ? others : [...this.form.teachers, teacher];
    this.standIn = false;
    this.form = { ...this.form, teachers };
  }

  /** Chooses a data set; the task goes with it, and EDA stands in where it has no recorded replies. */
  chooseData(set: SetChoice): void {
    const { base } = this.form;
    const data = { ...base.data, id: set.id, hash: set.hash };
    this.form = onTask({ ...this.form, base: { ...base, data } }, set.task);
    this.know(set.replies);
  }

  /** How many recorded replies the chosen set has. */
  know(replies: number | null): void {
    this.replies = replies;
    const [only, second] = this.form.teachers;
    if (second || !only) return;
    if (replies === 0 && only.id === 'recorded') this.#standIn(EDA, true);
    else if (replies !== null && replies > 0 && this.standIn) this.#standIn(RECORDED, false);
  }

  #standIn(teacher: TeacherConfig, standIn: boolean): void {
    this.standIn = standIn;
    this.form = { ...this.form, teachers: [teacher] };
  }

  /** The fault to show at a field. An empty one that was never touched is not scolded. */
  fault(field: FieldName): string | undefined {
    const fault = this.reading.faults[field];
    const choice = field === 'data' || field === 'teachers' || field === 'arms';
    return choice || this.attempted || this.#touched.has(field) ? fault : undefined;
  }
}
