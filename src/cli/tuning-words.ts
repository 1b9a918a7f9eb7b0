/** A fit at a fine-tuning backend, told on a terminal: where it stands when that changes, and now and then a step. */
import type { TuningProgress } from '../core/trainers/fine-tuning/port.ts';

/** A step is told when so much of all of them has passed since the last. */
const SHARE = 0.25;

/** A listener that says a line for what is new. */
export function tuningWords(say: (line: string) => void): (progress: TuningProgress | null) => void {
  let phase = '';
  let told = 0;
  return (progress) => {
    if (!progress) {
      phase = '';
      told = 0;
      return;
    }
    const { losses, totalSteps, job, adopted, host } = progress;
    const now = `${job ?? ''} ${progress.phase}`;
    if (now !== phase) {
      phase = now;
      const which = job === null ? '' : ` ${job}`;
      const found = adopted && told === 0 ? ' (found again, not paid for twice)' : '';
      say(`  ${host}:${which} ${progress.phase === 'unknown' ? progress.rawStatus : progress.phase}${found}`);
    }
    const newest = losses.at(-1);
    if (!newest) return;
    const [step, loss] = newest;
    const due =
      totalSteps === null ? step >= told + 10 : step >= told + totalSteps * SHARE || step === totalSteps;
    if (!due || step === told) return;
    told = step;
    say(`    step ${step}${totalSteps === null ? '' : ` of ${totalSteps}`}, loss ${loss.toFixed(4)}`);
  };
}
