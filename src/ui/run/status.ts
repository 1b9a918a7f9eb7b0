/** How a run stands, in words. */
import type { PlainError } from '../../core/errors.ts';
import { resultOf } from '../../core/loop/report.ts';
import type { RunState } from '../../core/loop/state.ts';
import type { RunMode } from '../session.ts';
import { runCopy } from '../copy/run.ts';
import { loopFigure } from './loop-figure.ts';
import { expectedRounds } from './moment.ts';

/** Why the run ended, or null while it has not. */
export function endReason(state: RunState): string | null {
  if (!state.finish || !state.start) return null;
  const { stops } = state.start.config;
  return runCopy.stopped(state.finish.reason, {
    iterations: expectedRounds(state.start.config),
    patience: stops.patience,
    seedAccuracy: stops.seedAccuracy,
  });
}

/** What a finished run came to; null where the test set was not measured. */
function came(state: RunState): string | null {
  const share = resultOf(state)?.testAccuracy;
  return share && share.n > 0 ? runCopy.came(share) : null;
}

/** The mode in a word or two. */
export function modeTitle(state: RunState, mode: RunMode): string {
  return runCopy.modes[mode === 'paused' && state.iterations.length === 0 ? 'new' : mode];
}

/** The sentence beside the mode; null where the mode says it all. */
export function modeDetail(state: RunState, mode: RunMode): string | null {
  if (mode === 'finished') return came(state) ?? endReason(state);
  if (mode === 'elsewhere') return runCopy.elsewhere;
  if (mode === 'paused' && state.iterations.length === 0) return runCopy.notStarted;
  return null;
}

/** What is said aloud: short, and only different when the mode, the iteration or the stage is. */
export function spoken(
  state: RunState,
  mode: RunMode,
  note: string | null,
  /** Why it stopped, where that is not in the log: a run that could not begin has none. */
  error: PlainError | null = null,
): string {
  const stopped = error ?? state.error;
  const detail = mode === 'interrupted' ? (stopped?.message ?? null) : modeDetail(state, mode);
  if (detail !== null || mode === 'opening')
    return runCopy.announce(modeTitle(state, mode), note ?? detail ?? '');
  const figure = loopFigure(state);
  const now = figure.stages.find((stage) => stage.now)?.verb ?? '';
  return runCopy.announce(runCopy.modes[mode], note ?? `${figure.headline}${now === '' ? '' : `: ${now}`}`);
}
