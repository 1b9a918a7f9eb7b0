import { describe, expect, it } from 'vitest';
import { TASKS } from './catalogue.ts';
import { tasks } from './registry.ts';

/** Labels of the data, where the task has none of its own. */
const OWN = ['a', 'b'];

describe('the catalogue', () => {
  it('lists the tasks of the registry', () => {
    expect(TASKS.map(({ id }) => id).sort()).toEqual([...tasks.ids].sort());
  });

  it.each(TASKS)('says of $id what the task says', async ({ id, labels, forHeads, answers }) => {
    const task = (await tasks.load(id))({ labels: answers === 'own' || id === 'classification' ? OWN : [] });
    expect(task.id).toBe(id);
    expect(task.forHeads).toBe(forHeads);
    if (labels) expect(task.labels).toEqual(labels);
    expect(task.freeForm === undefined).toBe(task.labels.length > 0);
  });

  it('has the 50 fine classes of TREC in the task, each in one of the six', async () => {
    const fine = (await tasks.load('trec-fine'))({ labels: [] }).labels;
    const coarse = (await tasks.load('trec'))({ labels: [] }).labels;
    const counts = coarse.map((label) => fine.filter((each) => each.startsWith(`${label}:`)).length);
    expect(counts).toEqual([2, 22, 4, 4, 5, 13]);
    expect(new Set(fine).size).toBe(50);
  });
});
