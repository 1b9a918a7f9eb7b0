/** GSM8K as it is shipped: JSONL with a question and a worked answer. */
import { mathRow } from '../task-rows.ts';
import { firstObject, jsonlExamples } from './lines.ts';
import type { OriginalFormat } from './port.ts';

const jsonl: OriginalFormat = {
  id: 'gsm8k-jsonl',
  task: 'gsm8k',
  title: 'JSONL with the fields question and answer (train.jsonl, test.jsonl)',
  accepts(_name, firstBytes) {
    const row = firstObject(firstBytes);
    return row !== null && 'question' in row && 'answer' in row;
  },
  read: async (bytes, name, prefix) =>
    jsonlExamples(bytes, name, prefix, (row) => mathRow(row['question'], row['answer'])),
};

export const gsm8kFormats: readonly OriginalFormat[] = [jsonl];
