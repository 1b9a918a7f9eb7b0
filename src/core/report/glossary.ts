/** The fixed glossary: every number of a report in one sentence. */
import { bare, counted, percent } from './figures.ts';
import type { Report } from './model.ts';

interface Term {
  readonly id: string;
  readonly term: string;
  readonly text: string;
}

const TERMS = [
  {
    id: 'accuracy',
    term: 'Test accuracy',
    text: 'The share of test examples that the student answers rightly after its last fit; the test set is never shown to the teacher or used in training.',
  },
  {
    id: 'interval',
    term: '95 % interval',
    text: 'A range made so that it holds the mean over all possible draws about 95 times in 100 (bootstrap over draws, from five draws on); with one draw it speaks of other test examples only (Wilson, or Agresti and Min for differences).',
  },
  {
    id: 'range',
    term: 'Least to most',
    text: 'The result on the worst draw and on the best.',
  },
  {
    id: 'n',
    term: 'n',
    text: 'How many draws, runs or test examples a figure rests on.',
  },
  {
    id: 'accepted',
    term: 'Examples added',
    text: 'New examples that passed every filter and joined the training set, as a mean a run.',
  },
  {
    id: 'calls',
    term: 'Teacher calls',
    text: 'Requests to the teacher, failed ones and second looks at labels included, as a mean a run; of a recorded teacher, the replies used.',
  },
  {
    id: 'tokens',
    term: 'Teacher tokens',
    text: 'Tokens of prompts and replies together, as the teacher counted them, as a mean a run; "not counted" where a reply did not say.',
  },
  {
    id: 'rejected',
    term: 'Rejected',
    text: 'The share of what the teacher wrote that a filter turned away: unreadable, the wrong label, too like something already there, or too like a test example.',
  },
  {
    id: 'unparsable',
    term: 'Unreadable answers',
    text: 'Test answers in which no answer could be found; they count as not right, and are counted apart.',
  },
  {
    id: 'ended',
    term: 'How runs ended',
    text: 'Why each run stopped, with the number of runs; every reason named is a regular end.',
  },
  {
    id: 'difference',
    term: 'Difference',
    text: 'Test accuracy of the first arm less that of the second on the same draw, in percentage points, as a mean over draws.',
  },
  {
    id: 'discordant',
    term: 'Only one right',
    text: 'Test examples, over all pairs of runs, that the first arm alone answers rightly, and those that the second alone does.',
  },
  {
    id: 'p',
    term: 'p',
    text: 'How often chance alone would bring a difference at least this large if the two arms were equally good: with one draw the exact McNemar test over test examples (of several random seeds the first), with six or more draws the permutation test over draws.',
  },
  {
    id: 'adjusted',
    term: 'p, corrected',
    text: 'p after Holm’s correction for testing several pairs of arms at once; the verdict goes by this one, at 0.05.',
  },
  {
    id: 'verdict',
    term: 'Verdict',
    text: '"No difference shown" means that these data do not tell the two apart; it does not mean that they are equal.',
  },
  {
    id: 'budget',
    term: 'Budget',
    text: 'What the two arms spent in the unit that the experiment limits; arms that did not spend the same are not compared on equal terms.',
  },
  {
    id: 'recall',
    term: 'Right, by label',
    text: 'The share of the test examples with this label that are answered rightly, before (fit on the seeds alone) and after (last fit), as means over draws.',
  },
  {
    id: 'fixed',
    term: 'Fixed',
    text: 'Of the seeds that were wrong at first and got new examples, those that were right when the student was last asked.',
  },
  {
    id: 'regressed',
    term: 'Seeds lost',
    text: 'Seeds that were right at first and wrong when the student was last asked.',
  },
  {
    id: 'turned',
    term: 'Turned right, turned wrong',
    text: 'Test examples answered rightly after the last fit but not after the first, and the reverse, over all runs.',
  },
  {
    id: 'disputed',
    term: 'Labels disputed',
    text: 'New examples whose label a second look did not agree with; they are not trained on, and either look may be the one that errs.',
  },
  {
    id: 'accepted-share',
    term: 'Accepted',
    text: 'The share of what the teacher wrote that passed every filter.',
  },
  {
    id: 'gain',
    term: 'Gain',
    text: 'Test accuracy of the last fit less that of the fit on the seeds alone, in percentage points, as a mean over draws.',
  },
  {
    id: 'steps',
    term: 'Optimiser steps',
    text: 'Steps of the last fit, as a mean a run; where fits run to convergence their number decides nothing.',
  },
] as const satisfies readonly Term[];

/** Ids of the glossary: what a column may refer to. */
export type TermId = (typeof TERMS)[number]['id'] | 'draw';

/** Every term once; that of the draw with the spread measured here. */
export function glossary({ spread }: Report): readonly Term[] {
  const draw: Term = { id: 'draw', term: 'Draw', text: drawText(spread) };
  return [draw, ...TERMS];
}

function drawText(spread: Report['spread']): string {
  const what = 'A random choice of the seeds from the pool, the same for every arm';
  if (!spread) {
    return `${what}; which seeds are drawn usually moves a result more than anything else, and one draw cannot show by how much.`;
  }
  const range = `here the fit on the seeds alone reaches from ${bare(spread.least)} to ${percent(spread.most)} over ${counted(spread.draws, 'draw')}`;
  const apart = spread.most - spread.least;
  const arms = `the means of the arms lie ${counted100(spread.arms)} apart`;
  return apart > spread.arms
    ? `${what}; it moves a result more than anything else: ${range}, while ${arms}.`
    : `${what}; ${range}, and ${arms}.`;
}

function counted100(share: number): string {
  return `${bare(share)}\u00a0points`;
}
