/** The end of a report: what the arms are, what to beware of, what the numbers mean, how to make it again. */
import { ARM_IDS } from '../../loop/arms.ts';
import { armWords } from '../../loop/arm-words.ts';
import { LEAST_FOR_SIGN_FLIP } from '../../metrics/sign-flip.ts';
import type { Block } from '../blocks.ts';
import { glossary } from '../glossary.ts';
import type { Report } from '../model.ts';
import { CAUTIONS, HEADINGS } from '../words.ts';
import { heading, heads, list, table } from './parts.ts';

/** Every arm there is, those of this report first said to be in it. */
export function armTableBlocks({ spec }: Report): Block[] {
  const unknown = spec.arms.filter((id) => !ARM_IDS.some((known) => known === id));
  return [
    heading('arm-words', HEADINGS.armTable),
    ...table({
      id: 'arm-table',
      caption: 'Every arm: its id, what it varies, what it needs',
      columns: [heads('Arm'), heads('Id'), heads('What it varies'), heads('What it needs'), heads('Here')],
      rows: [...ARM_IDS, ...unknown].map((id) => {
        const { title, varies, needs } = armWords(id);
        return [title, id, varies, needs, spec.arms.includes(id) ? 'yes' : 'no'];
      }),
    }),
  ];
}

export function cautionBlocks(report: Report): Block[] {
  const draws = Math.max(
    0,
    ...report.groups.flatMap(({ arms }) => arms.map(({ accuracy }) => accuracy?.draws ?? 0)),
  );
  const { student } = report.spec.base;
  const items = [
    ...(draws === 1 ? [CAUTIONS.oneDraw] : []),
    ...(draws > 1 && draws < LEAST_FOR_SIGN_FLIP ? [CAUTIONS.fewDraws] : []),
    ...outOfReach(report),
    ...(student.id === 'head' ? [student.fit === 'full-batch' ? CAUTIONS.convergence : CAUTIONS.steps] : []),
    CAUTIONS.oneTest,
  ];
  return [heading('cautions', HEADINGS.cautions), ...list(items)];
}

/** With few draws even the clearest differences have a p-value that correction lifts above 0.05. */
function outOfReach({ comparisons }: Report): string[] {
  const tested = comparisons.filter(({ p }) => p !== null);
  const draws = tested.flatMap(({ test, byDraw }) => (test === 'sign-flip' ? [byDraw.length] : []));
  if (draws.length === 0 || draws.length < tested.length) return [];
  const most = Math.max(...draws);
  // Every draw on the same side: only that, and its mirror image, are as extreme.
  const least = 2 / 2 ** most;
  return tested.length * least > 0.05 ? [CAUTIONS.outOfReach(most, least, tested.length)] : [];
}

export function glossaryBlocks(report: Report): Block[] {
  return [heading('glossary', HEADINGS.glossary), { kind: 'terms', items: glossary(report) }];
}

export function reproduceBlocks({ reproduce: { link, command }, data }: Report): Block[] {
  return [
    heading('reproduce', HEADINGS.reproduce),
    { kind: 'command', label: 'On the command line', text: command },
    ...(link === null ? [] : [{ kind: 'command', label: 'In the lab', text: link } as const]),
    { kind: 'command', label: 'Hash of the data', text: data.hash },
  ];
}
