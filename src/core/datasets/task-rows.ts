/** What rows of GSM8K and CaseHOLD become, whichever way they came: from the Hub, in the authors' files, as JSONL. */
import { renderCase } from '../tasks/casehold/case.ts';
import { cleanRationale, finalNumber } from '../tasks/gsm8k/rationale.ts';
import { shown } from './faults.ts';

/** The text and the label of a row, or in words what is wrong with it. */
export type RowResult = { readonly text: string; readonly label: string } | string;

/** How many holdings a CaseHOLD question offers. */
const HOLDINGS = 5;

/** A row of GSM8K: its answer is a rationale that ends in `#### n`, with calculator notes that are taken out. */
export function mathRow(question: unknown, answer: unknown): RowResult {
  if (typeof question !== 'string' || question.trim() === '') return 'no text in "question"';
  if (typeof answer !== 'string' || answer.trim() === '') return 'no text in "answer"';
  if (finalNumber(answer) === null) return 'the answer does not end in "#### " and a number';
  return { text: question.trim(), label: cleanRationale(answer) };
}

/**
 * A row of CaseHOLD, rendered with its holdings in an order of its own. The order hangs on the citing text, not on an
 * id: the same case is the same text wherever it was read from, so that copies in two splits are found.
 * @param label which holding is right, 0 to 4, as a number or in digits; -1 is what hidden labels have
 */
export function caseRow(context: unknown, holdings: readonly unknown[], label: unknown): RowResult {
  if (typeof context !== 'string' || context.trim() === '') return 'no citing text';
  if (holdings.length !== HOLDINGS) return `${holdings.length} holdings instead of ${HOLDINGS}`;
  const texts = holdings.filter((text): text is string => typeof text === 'string' && text.trim() !== '');
  if (texts.length !== HOLDINGS) return 'a holding has no text';
  const right = typeof label === 'string' && /^\s*-?\d+\s*$/u.test(label) ? Number(label) : label;
  if (right === -1) return 'the label is hidden (-1)';
  if (typeof right !== 'number' || !Number.isInteger(right) || right < 0 || right >= HOLDINGS) {
    return `the label is ${shown(label)}, not a whole number from 0 to ${HOLDINGS - 1}`;
  }
  return renderCase({ context, holdings: texts, right }, context.trim());
}
