/** Going on with another language model in a role: found, logged, and folded. */
import { canonicalJson } from '../json.ts';
import type { RunConfig } from '../config/schema.ts';
import type { ModelChanged, RunStarted } from './events.ts';
import type { RunState } from './state.ts';
import { currentIteration, newIteration } from './state.ts';

type Role = ModelChanged['role'];
const ROLES: readonly Role[] = ['student', 'teacher'];

/**
 * The events with which a run that began as `before` goes on as `after`: one for each role whose model in this
 * tab is another one now. Everything else that differs is not looked at.
 */
export function modelChanges(before: RunConfig, after: RunConfig, iteration: number): ModelChanged[] {
  return ROLES.flatMap((role) => {
    const [from, to] = [tabModel(before, role), tabModel(after, role)];
    if (from === null || to === null || from === to) return [];
    return [{ type: 'model-changed', iteration, role, from, to }];
  });
}

/** The configuration with these changes made. */
export function withModels(config: RunConfig, changes: readonly ModelChanged[]): RunConfig {
  return changes.reduce((changed, { role, to }) => withModel(changed, role, to), config);
}

/** The configuration with another model in a role. */
export function withModel(config: RunConfig, role: Role, model: string): RunConfig {
  return { ...config, [role]: { ...config[role], model } };
}

/** Applies a change in place; an evaluation by the student before is begun again. */
export function applyModelChange(state: RunState, start: RunStarted, change: ModelChanged): void {
  state.start = { ...start, config: withModels(start.config, [change]) };
  const it = currentIteration(state);
  if (change.role !== 'student' || !it) return;
  // What was measured in iteration 0 is measured again, unless its evaluation is over.
  if (it.iteration > 0 || it.wrong !== null) state.studentChangedIn = it.iteration;
  if (it.wrong !== null) return;
  const { iteration, trainSize, last } = it;
  state.iterations[state.iterations.length - 1] = newIteration({
    type: 'iteration-started',
    iteration,
    trainSize,
    last,
  });
}

/** The model a role has in this tab; null for a role that has none there. */
export function tabModel({ student, teacher }: RunConfig, role: Role): string | null {
  if (role === 'student') return student.id === 'in-context' ? student.model : null;
  return teacher.id === 'webllm' ? teacher.model : null;
}

/** Settings that differ. A set may be kept under another name here: its hash is what counts. */
export function changedKeys(one: RunConfig, two: RunConfig): string[] {
  const named = ({ data, ...config }: RunConfig) => ({ ...config, data: { ...data, id: '' } });
  const [a, b] = [named(one), named(two)];
  return (Object.keys(b) as (keyof RunConfig)[]).filter(
    (key) => canonicalJson(a[key]) !== canonicalJson(b[key]),
  );
}
