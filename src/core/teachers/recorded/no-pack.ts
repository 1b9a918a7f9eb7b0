/** The error of a recorded teacher without replies, for whoever can say it before the teacher is made. */
import { LabError } from '../../errors.ts';

export function noPack(): LabError {
  return new LabError(
    'no-pack',
    'This data set has no recorded replies.',
    'Choose another teacher (the EDA rules need no key), or a sample set, which has recorded replies.',
  );
}
