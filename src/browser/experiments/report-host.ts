/** What a report worker does: statistics over thousands of answers, away from the page's thread. */
import type { Dataset } from '../../core/datasets/port.ts';
import type { CellResult } from '../../core/experiment/cell.ts';
import type { ExperimentSpec } from '../../core/experiment/spec.ts';
import type { ReportDocument } from '../../core/report/blocks.ts';
import { buildReport } from '../../core/report/build.ts';
import { cellsCsv } from '../../core/report/csv.ts';
import { reportData } from '../../core/report/data.ts';
import { reportDocument } from '../../core/report/document.ts';
import { reportHtml } from '../../core/report/html.ts';
import type { Report, ReportInput } from '../../core/report/model.ts';

/** The files a report is given away as, each as text. */
export interface ReportTexts {
  readonly html: string;
  readonly csv: string;
  readonly json: string;
}

/** What a report needs beside its results. */
export type ReportAbout = Pick<ReportInput, 'teachers' | 'reproduce'> & {
  readonly spec: ExperimentSpec;
  readonly dataset: Dataset;
};

interface Made {
  readonly results: readonly CellResult[];
  readonly report: Report;
  readonly document: ReportDocument;
}

export class ReportHost {
  #about: Omit<ReportInput, 'results'> | null = null;
  #last: Made | null = null;

  /** To be called once, before any report: looks up what never changes about the data. */
  open({ spec, dataset, teachers, reproduce }: ReportAbout): void {
    this.#about = { spec, data: reportData(spec, dataset), teachers, reproduce };
  }

  /** The report of these results. */
  make(results: readonly CellResult[]): ReportDocument {
    if (!this.#about) throw new Error('A report is made before it is opened.');
    const report = buildReport({ ...this.#about, results });
    const document = reportDocument(report);
    this.#last = { results, report, document };
    return document;
  }

  /** The last report as files. */
  files(): ReportTexts {
    if (!this.#last) throw new Error('There is no report yet.');
    const { results, report, document } = this.#last;
    return { html: reportHtml(document), csv: cellsCsv(results), json: `${JSON.stringify(report)}\n` };
  }
}
