/** A model in this tab that is asked outside a run, with no example in its prompt: the way a tuned one was trained. */
import { poolToArtifact } from '../../core/students/in-context/artifact.ts';
import { closedSet } from '../../core/students/in-context/closed-set.ts';
import { freeForm } from '../../core/students/in-context/free-form.ts';
import { promptedStudent } from '../../core/students/in-context/prompted.ts';
import type { Predictor } from '../../core/students/port.ts';
import type { Task } from '../../core/tasks/port.ts';
import type { LabDatabase } from '../db.ts';
import { requireGpu } from '../llm/adapter.ts';
import { languageModel, ModelWorker } from '../llm/client.ts';
import { findRecord } from '../models/lookup.ts';

/** A model that holds GPU memory until it is ended. */
export interface TabPredictor extends Predictor {
  end(): void;
}

/**
 * Loads with the first question. Throws LabError `unknown-model`, `no-webgpu`, `no-gpu-feature`; predicting throws what
 * the model does, as `gpu-lost`.
 */
export async function tabPredictor(
  db: LabDatabase,
  id: string,
  task: Task,
  maxTokens: number,
): Promise<TabPredictor> {
  const record = await findRecord(db, id);
  await requireGpu(record);
  const worker = new ModelWorker({ worker: startLlm, record });
  const encoder = () => Promise.reject(new Error('No example is chosen, so none is compared.'));
  const model = languageModel(worker, record);
  const ask = task.freeForm ? freeForm(task, model, maxTokens) : closedSet(task, model, false);
  const student = promptedStudent({ id: 'in-context', shown: 0 }, encoder, ask);
  const loaded = await student.load(poolToArtifact({ rule: 'none', pool: [] }), new Map());
  return {
    predict: (questions, signal) => loaded.predict(questions, signal),
    end: () => {
      worker.end();
    },
  };
}

function startLlm(): Worker {
  return new Worker(new URL('../../../workers/llm.worker.ts', import.meta.url), { type: 'module' });
}
