/** A report in words: its figures as a list of blocks, the answer first. */
import type { ReportDocument } from './blocks.ts';
import type { Report } from './model.ts';
import { curveBlocks } from './sections/curves.ts';
import {
  classBlocks,
  costBlocks,
  failureBlocks,
  fixBlocks,
  labelBlocks,
  teacherBlocks,
} from './sections/details.ts';
import { armTableBlocks, cautionBlocks, glossaryBlocks, reproduceBlocks } from './sections/ending.ts';
import { leadBlocks } from './sections/lead.ts';
import { armBlocks, comparisonBlocks } from './sections/results.ts';
import { settingBlocks } from './sections/setting.ts';

const SECTIONS: readonly ((report: Report) => ReportDocument['blocks'])[] = [
  leadBlocks,
  settingBlocks,
  armBlocks,
  comparisonBlocks,
  curveBlocks,
  classBlocks,
  fixBlocks,
  labelBlocks,
  teacherBlocks,
  costBlocks,
  failureBlocks,
  armTableBlocks,
  cautionBlocks,
  glossaryBlocks,
  reproduceBlocks,
];

/** The whole report, in the order in which it is read. Ids are unique in it. */
export function reportDocument(report: Report): ReportDocument {
  return { title: report.spec.name, blocks: SECTIONS.flatMap((section) => section(report)) };
}
