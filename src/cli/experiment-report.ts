/** The report of an experiment as files and as text. */
import type { TeacherConfig } from '../core/config/schema.ts';
import type { CellResult } from '../core/experiment/cell.ts';
import type { ExperimentSpec } from '../core/experiment/spec.ts';
import type { ReportDocument, TableBlock } from '../core/report/blocks.ts';
import { buildReport } from '../core/report/build.ts';
import { cellsCsv } from '../core/report/csv.ts';
import { reportDocument } from '../core/report/document.ts';
import { reportHtml } from '../core/report/html.ts';
import type { ReportData, ReportInput } from '../core/report/model.ts';

export interface MadeReport {
  readonly document: ReportDocument;
  /** By the ending of the file's name. */
  readonly files: Readonly<Record<'html' | 'csv' | 'json', string>>;
}

/** The same results give the same bytes. @param command makes the report again */
export function makeReport(
  spec: ExperimentSpec,
  data: ReportData,
  results: readonly CellResult[],
  command: string,
  origin: ReportInput['origin'] = 'experiment',
): MadeReport {
  const teachers = (spec.teachers.length > 0 ? spec.teachers : [spec.base.teacher]).map(titleOf);
  const report = buildReport({ spec, data, results, teachers, reproduce: { link: null, command }, origin });
  const document = reportDocument(report);
  const json = `${JSON.stringify(report)}\n`;
  return { document, files: { html: reportHtml(document), csv: cellsCsv(results), json } };
}

/** The tables that say how the arms did, as text. */
export function tablesText({ blocks }: ReportDocument): string {
  return blocks
    .filter((block) => block.kind === 'table')
    .filter(({ id }) => id.startsWith('arms') || id.startsWith('comparisons'))
    .map(tableText)
    .join('\n\n');
}

function tableText({ caption, columns, rows }: TableBlock): string {
  const lines = [columns.map(({ head }) => head), ...rows];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  const padded = lines.map((line) =>
    line
      .map((cell, i) => {
        const width = widths[i] ?? 0;
        return columns[i]?.align === 'end' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return [caption, ...padded].join('\n');
}

/** A teacher's name for people; an address is shown by its host, as it may hold more than that. */
function titleOf(teacher: TeacherConfig): string {
  switch (teacher.id) {
    case 'recorded':
      return 'recorded replies';
    case 'eda':
      return 'EDA word rules';
    case 'api':
      return `${teacher.model} at ${new URL(teacher.baseUrl).host}`;
    case 'webllm':
      return `${teacher.model} in the browser`;
    case 'built-in':
      return "the browser's built-in model";
  }
}
