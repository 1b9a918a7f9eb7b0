/** The experiments of this browser: planned, kept, opened. */
import type { Dataset } from '../../core/datasets/port.ts';
import { LabError } from '../../core/errors.ts';
import { planFacts } from '../../core/experiment/facts.ts';
import { planCells } from '../../core/experiment/plan.ts';
import { keptResults } from '../../core/experiment/schedule.ts';
import type { PlanFacts } from '../../core/experiment/progress.ts';
import type { ExperimentSpec } from '../../core/experiment/spec.ts';
import type { ExperimentRecord } from '../../core/experiment/store.ts';
import type { BrowserLab } from '../lab.ts';
import { otherData } from './host.ts';
import { OpenedExperiment } from './open.ts';
import { IdbExperimentStore } from './store.ts';

export class BrowserExperiments {
  readonly #lab: BrowserLab;
  readonly #store: IdbExperimentStore;

  constructor(lab: BrowserLab) {
    this.#lab = lab;
    this.#store = new IdbExperimentStore(lab.db);
  }

  /** Newest first, each with the number of cells that have a result. */
  async list(): Promise<(ExperimentRecord & { readonly settled: number })[]> {
    const records = await this.#store.list();
    return Promise.all(
      records.map(async (record) => ({ ...record, settled: await this.#store.settled(record.id) })),
    );
  }

  /** What it would come to. Throws LabError where it cannot be planned. */
  async plan(spec: ExperimentSpec, signal: AbortSignal): Promise<PlanFacts> {
    const dataset = await this.#data(spec, signal);
    return planFacts(planCells(spec, dataset), dataset);
  }

  async create(spec: ExperimentSpec): Promise<ExperimentRecord> {
    const dataset = await this.#data(spec, new AbortController().signal);
    const data = { ...spec.base.data, hash: dataset.hash };
    const complete = { ...spec, base: { ...spec.base, data } };
    const record: ExperimentRecord = {
      id: crypto.randomUUID(),
      name: spec.name,
      createdAt: Date.now(),
      spec: complete,
      dataHash: dataset.hash,
      cells: planCells(complete, dataset).length,
    };
    await this.#store.put(record);
    return record;
  }

  remove(id: string): Promise<void> {
    return this.#store.remove(id);
  }

  async open(id: string): Promise<OpenedExperiment> {
    const record = await this.#store.get(id);
    if (!record) {
      throw new LabError(
        'unknown-experiment',
        'This experiment is not in this browser.',
        'Choose one from the list of experiments, or make a new one.',
      );
    }
    const dataset = await this.#data(record.spec, new AbortController().signal);
    if (dataset.hash !== record.dataHash) throw otherData(dataset.title);
    const plan = planCells(record.spec, dataset);
    const results = [...keptResults(plan, await this.#store.results(id)).values()];
    return new OpenedExperiment({ lab: this.#lab, store: this.#store, record, dataset, plan, results });
  }

  /** Throws LabError `other-data` where the experiment names other content than is there. */
  async #data({ base }: ExperimentSpec, signal: AbortSignal): Promise<Dataset> {
    const dataset = await this.#lab.data.load(base.data.id, signal);
    if (base.data.hash !== null && base.data.hash !== dataset.hash) throw otherData(dataset.title);
    return dataset;
  }
}
