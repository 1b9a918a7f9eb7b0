/** The report of an experiment that is open here, made in a worker that starts with the first. */
import type { ReportHost } from '../../browser/experiments/report-host.ts';
import type { RemoteWorker } from '../../browser/remote.ts';
import { wrapWorker } from '../../browser/remote.ts';
import type { Dataset } from '../../core/datasets/port.ts';
import type { CellResult } from '../../core/experiment/cell.ts';
import type { ExperimentSpec } from '../../core/experiment/spec.ts';
import type { ReportDocument } from '../../core/report/blocks.ts';
import { REPORT } from '../copy/experiments.ts';
import { isOwnFile } from '../setup/open-link.ts';
import type { Download } from './downloads.ts';
import { commandOf, slugOf } from './downloads.ts';
import { specLink } from './spec-link.ts';
import { teacherTitle } from './teachers.ts';

export interface MadeReport {
  readonly document: ReportDocument;
  /** The newest report as files; worked out when it is asked for. */
  readonly files: () => Promise<Download[]>;
}

export class ReportMaker {
  readonly #spec: ExperimentSpec;
  readonly #start: () => Promise<RemoteWorker<ReportHost>>;
  #worker: Promise<RemoteWorker<ReportHost>> | null = null;

  /** @param address of the page, without the hash, for the link that makes the report again */
  constructor(spec: ExperimentSpec, dataset: Dataset, address: string) {
    this.#spec = spec;
    this.#start = () => startWorker(spec, dataset, address);
  }

  /** Throws LabError `worker-failed` where the worker cannot be started; asked again, it is tried again. */
  async make(results: readonly CellResult[]): Promise<MadeReport> {
    const worker = await this.#ready();
    const document = await worker.alive<ReportDocument>(worker.remote.make(results));
    return { document, files: () => this.#files() };
  }

  stop(): void {
    void this.#worker?.then(
      (worker) => worker.terminate(),
      () => undefined,
    );
    this.#worker = null;
  }

  #ready(): Promise<RemoteWorker<ReportHost>> {
    this.#worker ??= this.#start().catch((error: unknown) => {
      this.#worker = null;
      throw error;
    });
    return this.#worker;
  }

  async #files(): Promise<Download[]> {
    const worker = await this.#ready();
    const { html, csv, json } = await worker.alive(worker.remote.files());
    const name = slugOf(this.#spec.name);
    return [
      { label: REPORT.html, name: `${name}.html`, type: 'text/html', text: html },
      { label: REPORT.csv, name: `${name}.csv`, type: 'text/csv', text: csv },
      { label: REPORT.json, name: `${name}.report.json`, type: 'application/json', text: json },
    ];
  }
}

async function startWorker(
  spec: ExperimentSpec,
  dataset: Dataset,
  address: string,
): Promise<RemoteWorker<ReportHost>> {
  const worker = wrapWorker<ReportHost>(
    new Worker(new URL('../../../workers/report.worker.ts', import.meta.url), { type: 'module' }),
  );
  const about = {
    spec,
    dataset,
    teachers: (spec.teachers.length > 0 ? spec.teachers : [spec.base.teacher]).map(teacherTitle),
    reproduce: {
      link: isOwnFile(spec.base.data.id) ? null : `${address}${specLink(spec)}`,
      command: commandOf(spec),
    },
  };
  try {
    await worker.alive(worker.remote.open(about));
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return worker;
}
