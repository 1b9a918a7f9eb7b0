/** The page of the WebGPU check: every stage goes through the application's own workers. */
import { createLab } from '../../src/browser/lab.ts';
import type { CheckInput, Stages } from './stages.ts';
import { iteration } from './iteration.ts';
import { CheckedModel } from './model.ts';

declare global {
  interface Window {
    /** Called by scripts/webgpu-check.ts. */
    startCheck: (input: CheckInput) => Promise<void>;
    check: Stages;
  }
}

window.startCheck = async (input) => {
  const lab = await createLab();
  const model = new CheckedModel(lab, input);
  window.check = {
    adapter: async () => {
      const found = await (await lab.models()).preflight();
      if (typeof found.facts.gpu === 'string') throw new Error(`No WebGPU adapter: ${found.facts.gpu}.`);
      return found;
    },
    download: () => model.download(),
    load: () => model.load(),
    agreement: () => model.agreement(),
    scoring: () => model.scoring(),
    plain: () => model.plain(),
    embedding: () => model.embedding(),
    memory: () => model.memory(),
    iteration: async () => {
      model.end(); // the run starts a worker of its own
      return iteration(lab, await model.record(), input.embedding);
    },
  };
};
