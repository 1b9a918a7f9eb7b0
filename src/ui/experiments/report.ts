/** The report of an experiment that is open here. The code that makes one is loaded with the first. */
import type { Dataset } from '../../core/datasets/port.ts';
import type { CellResult } from '../../core/experiment/cell.ts';
import type { ExperimentSpec } from '../../core/experiment/spec.ts';
import type { ReportDocument } from '../../core/report/blocks.ts';
import type { ReportData } from '../../core/report/model.ts';
import { REPORT } from '../copy/experiments.ts';
import type { Download } from './downloads.ts';
import { commandOf, slugOf } from './downloads.ts';
import { isOwnFile } from '../setup/open-link.ts';
import { specLink } from './spec-link.ts';
import { teacherTitle } from './teachers.ts';

export interface MadeReport {
  readonly document: ReportDocument;
  /** The report as files; worked out when it is asked for. */
  readonly files: () => Promise<Download[]>;
}

/**
 * A maker of reports: what never changes about the data is looked up once.
 * @param address of the page, without the hash, for the link that makes the report again
 */
export function reportMaker(
  spec: ExperimentSpec,
  dataset: Dataset,
  address: string,
): (results: readonly CellResult[]) => Promise<MadeReport> {
  let data: Promise<ReportData> | null = null;
  const reproduce = {
    link: isOwnFile(spec.base.data.id) ? null : `${address}${specLink(spec)}`,
    command: commandOf(spec),
  };
  const teachers = (spec.teachers.length > 0 ? spec.teachers : [spec.base.teacher]).map(teacherTitle);
  return async (results) => {
    data ??= reportData(spec, dataset);
    const [{ buildReport }, { reportDocument }, about] = await Promise.all([
      import('../../core/report/build.ts'),
      import('../../core/report/document.ts'),
      data,
    ]);
    const report = buildReport({ spec, data: about, results, teachers, reproduce });
    const document = reportDocument(report);
    const name = slugOf(spec.name);
    return {
      document,
      files: async () => {
        const [{ reportHtml }, { cellsCsv }] = await Promise.all([
          import('../../core/report/html.ts'),
          import('../../core/report/csv.ts'),
        ]);
        return [
          { label: REPORT.html, name: `${name}.html`, type: 'text/html', text: reportHtml(document) },
          { label: REPORT.csv, name: `${name}.csv`, type: 'text/csv', text: cellsCsv(results) },
          {
            label: REPORT.json,
            name: `${name}.report.json`,
            type: 'application/json',
            text: `${JSON.stringify(report)}\n`,
          },
        ];
      },
    };
  };
}

async function reportData(spec: ExperimentSpec, dataset: Dataset): Promise<ReportData> {
  const { splitLeaks } = await import('../../core/datasets/leaks.ts');
  const { title, hash, labels, seeds, test } = dataset;
  const found = splitLeaks(seeds, test, spec.base.filters.leakThreshold);
  const exact = found.filter(({ kind }) => kind === 'exact').length;
  return {
    title,
    hash,
    labels,
    task: spec.base.task,
    pool: seeds.length,
    test: test.length,
    leaks: { exact, near: found.length - exact },
    gold: labels.length === 0 ? null : test.map(({ label }) => labels.indexOf(label)),
  };
}
