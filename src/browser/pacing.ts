/** How long an event stays in sight, in units of the chosen pace: turning points longer than routine. */
import type { LoopEvent } from '../core/loop/events.ts';

/** A demo iteration asks 240 test examples: at one unit each nobody would wait for them. */
export function paceOf(event: LoopEvent): number {
  switch (event.type) {
    case 'predicted':
      return event.of === 'seeds' || event.of === 'held-out' ? 0.2 : 0.02;
    case 'fitted':
      return event.fold === null ? 4 : 0.5;
    case 'wrong-collected':
    case 'grown':
      return 5;
    case 'iteration-started':
    case 'selected':
      return 2;
    case 'replied':
    case 'judged':
      return 1;
    default:
      return 0.5;
  }
}
