/** The system prompt a task has for a data set, where the set's labels are known without asking the network. */
import { BUNDLED_IDS } from '../../core/datasets/bundled.ts';
import { tasks } from '../../core/tasks/registry.ts';
import type { Lab } from '../lab.ts';

/** null while the set is not here: nothing is fetched from elsewhere only to show a prompt. */
export async function standardPrompt(
  { data }: Pick<Lab, 'data'>,
  task: string,
  id: string,
): Promise<string | null> {
  const labels = await labelsOf(data, id);
  if (!labels) return null;
  const create = await tasks.load(task);
  return create({ labels }).teacherSystem;
}

async function labelsOf(data: Lab['data'], id: string): Promise<readonly string[] | null> {
  const stored = (await data.list()).find((set) => set.id === id);
  if (stored) return stored.labels;
  if (!BUNDLED_IDS.some((bundled) => bundled === id)) return null;
  return (await data.load(id, new AbortController().signal)).labels;
}
