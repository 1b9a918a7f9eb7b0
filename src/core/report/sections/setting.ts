/** What was compared: data, student, teachers, budget, draws. */
import type { Block } from '../blocks.ts';
import { amount, counted } from '../figures.ts';
import type { Report, ReportData } from '../model.ts';
import { budgetWords, HEADINGS, sizeWords } from '../words.ts';
import { heading, list, soft, warning } from './parts.ts';

export function settingBlocks(report: Report): Block[] {
  const { spec, data, teachers } = report;
  const { base, seeds, sizes } = spec;
  const runs = seeds.length > 1 ? `, each with ${counted(seeds.length, 'random seed')}` : '';
  const sizeList = (sizes.values.length > 0 ? sizes.values : [null]).map((size) => sizeWords(spec, size));
  return [
    heading('compared', HEADINGS.compared),
    ...list([
      `Data: ${data.title}; task ${data.task}; ${labelWords(data)}${
        data.pool === null ? '' : `a pool of ${counted(data.pool, 'example')} to draw seeds from; `
      }${counted(data.test, 'test example')}.`,
      `Student: ${studentWords(report)}.`,
      `${teachers.length > 1 ? 'Teachers' : 'Teacher'}: ${teachers.length > 0 ? teachers.join('; ') : 'none'}.`,
      `Budget: ${budgetWords(report)}.`,
      `Seeds: ${sizeList.join('; ')}; ${drawWords(report)}${runs}.`,
      `Up to ${counted(base.iterations, 'round')} of augmentation; wrong seeds are found ${WRONG[base.wrongSet.rule]}.`,
    ]),
    ...leaks(data),
  ];
}

/** The draws that have results; where none has, those that are planned. */
function drawWords({ draws, spec }: Report): string {
  const first = draws[0] ?? spec.draws.first;
  const n = draws.length || spec.draws.count;
  if (n === 1) return `draw ${first} of the seeds`;
  const last = draws.at(-1) ?? first + n - 1;
  const which = last - first + 1 === n ? `${first} to ${last}` : draws.join(', ');
  return `${counted(n, 'random draw')} of the seeds (${which})`;
}

const WRONG = {
  'in-sample': 'by asking the seeds of a fit that was trained on them',
  'out-of-fold': 'by asking each seed of a fit that has not seen it',
  'leave-one-out': 'by asking each seed of a student that is not shown it',
} as const;

function labelWords({ labels }: ReportData): string {
  if (!labels) return '';
  return labels.length === 0 ? 'free-form answers; ' : `${counted(labels.length, 'label')}; `;
}

function studentWords({ spec: { base } }: Report): string {
  const { student } = base;
  switch (student.id) {
    case 'head':
      return `a frozen encoder (${student.encoder}) with a trained head, ${
        student.fit === 'full-batch' ? 'fitted to convergence' : `${counted(student.epochs, 'epoch')} a fit`
      }`;
    case 'in-context':
      return `${student.model} in the browser, examples in the prompt, weights unchanged`;
    case 'api':
      return `${student.model} behind an API, examples in the prompt, weights unchanged`;
    case 'backend':
      return `${student.model}, ${student.training.method === 'lora' ? 'LoRA weights' : 'all weights'} trained by a fine-tuning backend`;
  }
}

function leaks({ leaks: found }: ReportData): Block[] {
  if (!found) return [soft('Whether seeds of the pool also stand in the test set was not looked for.')];
  if (found.exact + found.near === 0) {
    return [soft('No seed of the pool also stands in the test set, word for word or nearly so.')];
  }
  const parts = [
    ...(found.exact > 0 ? [`${amount(found.exact)} word for word`] : []),
    ...(found.near > 0 ? [`${amount(found.near)} nearly so`] : []),
  ];
  return [
    warning(
      `Of the seeds in the pool, these also stand in the test set: ${parts.join(', ')}. All arms share them, but the accuracies may be too high.`,
    ),
  ];
}
