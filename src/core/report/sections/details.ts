/** Below the totals: labels, seeds mended and lost, the teacher's errors, teachers, cost, what could not run. */
import type { Block } from '../blocks.ts';
import { amount, counted, interval, NONE, percent, points, ratio } from '../figures.ts';
import type { ArmFigures, Group, Report } from '../model.ts';
import { HEADINGS, SAID } from '../words.ts';
import {
  captionAt,
  eachPlace,
  figures,
  heading,
  heads,
  placeWords,
  plain,
  soft,
  table,
  titleOf,
} from './parts.ts';

/** Recall by label, of the reference arm; the JSON has it for every arm. */
export function classBlocks(report: Report): Block[] {
  const blocks = eachPlace(report, (group, suffix) => {
    const one = group.arms.find(({ arm }) => arm === report.spec.reference) ?? group.arms[0];
    if (!one?.classes) return [];
    return table({
      id: `labels-table${suffix}`,
      caption: captionAt(
        report,
        `${titleOf(one.arm)}: test examples answered rightly, by label, means over ${counted(one.accuracy?.draws ?? 0, 'draw')}`,
        group,
      ),
      columns: [
        heads('Label'),
        figures('n', 'n'),
        figures('Before', 'recall'),
        figures('After', 'recall'),
        figures('Change, points', 'recall'),
      ],
      rows: one.classes.map(({ label, n, before, after }) => [
        label,
        amount(n),
        percent(before),
        percent(after),
        points(after - before),
      ]),
    });
  });
  return section('labels', HEADINGS.classes, blocks);
}

export function fixBlocks(report: Report): Block[] {
  const blocks = eachPlace(report, (group, suffix) =>
    table({
      id: `fixes-table${suffix}`,
      caption: captionAt(report, 'Seeds and test examples that turned right or wrong, over all runs', group),
      columns: [
        heads('Arm'),
        figures('Seeds wrong at first'),
        figures('Of them augmented'),
        figures('Fixed', 'fixed'),
        figures('Seeds lost', 'regressed'),
        figures('Test examples turned right', 'turned'),
        figures('turned wrong', 'turned'),
        figures('Runs', 'n'),
      ],
      rows: finished(group).map(({ arm, fixes, turned, done }) => [
        titleOf(arm),
        ...(fixes
          ? [
              amount(fixes.wrongAtFirst),
              amount(fixes.augmented),
              ratio(fixes.fixed, fixes.augmented),
              amount(fixes.regressed),
            ]
          : [NONE, NONE, SAID.notLooked, NONE]),
        ratio(turned.right, turned.of),
        ratio(turned.wrong, turned.of),
        amount(done),
      ]),
    }),
  );
  return section('fixes', HEADINGS.fixes, blocks);
}

export function labelBlocks(report: Report): Block[] {
  const checked = report.groups.some(({ arms }) => arms.some(({ labels }) => labels !== null));
  if (!checked) {
    return section('disputed', HEADINGS.labels, [
      soft(
        'The labels the teacher gave were not checked in any run: how many of them are wrong is not known.',
      ),
    ]);
  }
  const blocks = eachPlace(report, (group, suffix) =>
    table({
      id: `disputed-table${suffix}`,
      caption: captionAt(report, 'Labels of new examples that a second look disputed', group),
      columns: [heads('Arm'), figures('Labels disputed', 'disputed'), figures('Runs', 'n')],
      rows: finished(group).map(({ arm, labels, done }) => [
        titleOf(arm),
        labels ? ratio(labels.disputed, labels.looked) : SAID.unchecked,
        amount(done),
      ]),
    }),
  );
  return section('disputed', HEADINGS.labels, blocks);
}

export function teacherBlocks(report: Report): Block[] {
  const { compared } = report;
  const several = new Set(compared.map(({ size }) => size)).size > 1;
  const rows = table({
    id: 'teachers-table',
    caption: 'Replies of each teacher to the wrong seeds of the first fit (arm One shot)',
    columns: [
      heads('Teacher'),
      ...(several ? [heads('Where')] : []),
      figures('Accepted', 'accepted-share'),
      figures('Labels disputed', 'disputed'),
      figures('Gain, points', 'gain'),
      figures('95 % interval', 'interval'),
      figures('Draws', 'draw'),
    ],
    rows: compared.map(({ title, candidates, accepted, labels, gain, draws, ...place }) => [
      title,
      ...(several ? [placeWords(report, place)] : []),
      ratio(accepted, candidates),
      labels ? ratio(labels.disputed, labels.looked) : SAID.unchecked,
      gain ? points(gain.mean) : NONE,
      interval(gain?.interval ?? null, points),
      amount(draws),
    ]),
  });
  return section('teachers', HEADINGS.teachers, rows);
}

export function costBlocks(report: Report): Block[] {
  const blocks = eachPlace(report, (group, suffix) =>
    table({
      id: `cost-table${suffix}`,
      caption: captionAt(report, 'What each arm took, means a run', group),
      columns: [
        heads('Arm'),
        figures('Teacher calls', 'calls'),
        figures('Teacher tokens', 'tokens'),
        figures('Rejected', 'rejected'),
        heads('Why'),
        figures('Optimiser steps', 'steps'),
        figures('Runs', 'n'),
      ],
      rows: finished(group).map(({ arm, means, rejected, candidates, done }) => {
        const turnedAway = Object.entries(rejected).sort(([, a], [, b]) => b - a);
        return [
          titleOf(arm),
          means ? amount(means.calls) : NONE,
          means?.tokens == null ? SAID.notCounted : amount(means.tokens),
          ratio(
            turnedAway.reduce((total, [, count]) => total + count, 0),
            candidates,
          ),
          turnedAway
            .map(([reason, count]) => `${reason.replaceAll('-', ' ')} (${amount(count)})`)
            .join('; ') || NONE,
          means ? amount(means.steps) : NONE,
          amount(done),
        ];
      }),
    }),
  );
  return section('cost', HEADINGS.cost, blocks);
}

export function failureBlocks({ failures }: Report): Block[] {
  if (failures.length === 0) return [];
  return section('failures', HEADINGS.failures, [
    plain('These runs have no result. They keep their place here; no figure stands in for them.'),
    ...table({
      id: 'failures-table',
      caption: 'Runs without a result',
      columns: [heads('Arm'), figures('Runs', 'n'), heads('Why'), heads('What would help')],
      rows: failures.map(({ arm, cells, error }) => [
        titleOf(arm),
        amount(cells),
        error.message,
        error.remedy,
      ]),
    }),
  ]);
}

function finished({ arms }: Group): readonly ArmFigures[] {
  return arms.filter(({ done }) => done > 0);
}

function section(id: string, title: string, blocks: readonly Block[]): Block[] {
  return blocks.length === 0 ? [] : [heading(id, title), ...blocks];
}
