/** The arms in words, in one table: for the page, the reports and the command line. */
import type { ArmId } from './arms.ts';

export interface ArmWords {
  readonly title: string;
  /** What it does otherwise than its neighbours, one sentence. */
  readonly varies: string;
  /** What it cannot do without, one sentence. */
  readonly needs: string;
}

const ANY_TEACHER = 'A teacher: recorded replies, word rules, or a language model.';
const NO_TEACHER = 'No teacher.';

const WORDS: Readonly<Record<ArmId, ArmWords>> = {
  llm2llm: {
    title: 'LLM2LLM',
    varies: 'Each round the teacher writes new examples like the seeds that the student gets wrong.',
    needs: ANY_TEACHER,
  },
  'llm2llm-continue': {
    title: 'LLM2LLM, weights continued',
    varies: 'As LLM2LLM, but each fit starts from the last one instead of from the beginning.',
    needs:
      'Any teacher, and a student trained in minibatches: fitted to convergence, or in context, it is LLM2LLM itself.',
  },
  'llm2llm-augmented': {
    title: 'LLM2LLM, from new examples too',
    varies: 'As LLM2LLM, but new examples that the student gets wrong are augmented as the seeds are.',
    needs: 'A language model or word rules as the teacher: recorded replies belong to seeds alone.',
  },
  'one-shot': {
    title: 'One shot',
    varies: 'As LLM2LLM, but the whole budget is spent in one round on what was wrong at first.',
    needs: ANY_TEACHER,
  },
  untargeted: {
    title: 'Untargeted',
    varies: 'As LLM2LLM, but the teacher gets seeds at random, whether the student knows them or not.',
    needs: ANY_TEACHER,
  },
  auggpt: {
    title: 'Every seed rephrased (AugGPT)',
    varies: 'In one round the teacher puts every seed into other words, as evenly as the budget allows.',
    needs: 'A language model as the teacher, for recorded replies are no rephrasings.',
  },
  eda: {
    title: 'Word rules (EDA)',
    varies: 'Seeds at random are changed by four word rules: exchange, insert, swap and delete.',
    needs: 'The table of synonyms that comes with the lab; no language model.',
  },
  distillation: {
    title: 'Distillation',
    varies: 'The teacher writes nothing: it labels examples of the pool that were not drawn as seeds.',
    needs: 'A language model as the teacher, and a pool with more examples than the seeds.',
  },
  'seeds-repeated': {
    title: 'Seeds repeated',
    varies:
      'The seeds again, for as many optimiser steps in minibatch fits; fits to convergence only weigh them anew.',
    needs: NO_TEACHER,
  },
  'seeds-only': {
    title: 'Seeds only',
    varies: 'One fit on the seeds and nothing else.',
    needs: NO_TEACHER,
  },
};

/** The words for an arm. One that is not known, as of a newer log, goes by its id. */
export function armWords(id: string): ArmWords {
  const known = Object.hasOwn(WORDS, id) ? WORDS[id as ArmId] : undefined; // just looked for
  return known ?? { title: id, varies: 'This version does not know it.', needs: 'A newer version.' };
}
