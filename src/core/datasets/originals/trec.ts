/** TREC questions as Li and Roth ship them: lines "COARSE:fine question", in ISO-8859-1. */
import { decodeText } from '../files/decode.ts';
import { examplesOf, firstLine, linesOf } from './lines.ts';
import type { OriginalFormat } from './port.ts';

const LINE = /^(ABBR|ENTY|DESC|HUM|LOC|NUM):([a-z]+)\s+(\S.*)$/u;

/**
 * One byte of train_5500.label, 0xF0, stands where a space belongs; everybody's loaders read it as one, and texts
 * are to be the same as theirs. In a file that somebody saved as UTF-8 the letter is what it is.
 */
function textOf(bytes: Uint8Array, name: string): string {
  const { text, encoding } = decodeText(bytes, name);
  return encoding === 'windows-1252' ? text.replaceAll('\u00f0', ' ') : text;
}

function labelFile(task: 'trec' | 'trec-fine'): OriginalFormat {
  return {
    id: `${task}-label`,
    task,
    title: 'lines such as "NUM:date When …" (train_5500.label, TREC_10.label)',
    accepts: (_name, firstBytes) => LINE.test(firstLine(firstBytes)),
    async read(bytes, name, prefix) {
      return examplesOf(linesOf(textOf(bytes, name)), { name, prefix, unit: 'line' }, (line) => {
        const [, coarse, fine, text] = LINE.exec(line) ?? [];
        if (coarse === undefined || fine === undefined || text === undefined)
          return 'not a class such as "NUM:date" and a question behind it';
        return { text: text.trim(), label: task === 'trec' ? coarse : `${coarse}:${fine}` };
      });
    },
  };
}

export const trecFormats: readonly OriginalFormat[] = [labelFile('trec')];
export const trecFineFormats: readonly OriginalFormat[] = [labelFile('trec-fine')];
