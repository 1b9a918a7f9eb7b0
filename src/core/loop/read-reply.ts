/** Reads a stored reply as what its call asked for: new examples, or the label of a text of the pool. */
import type { ParsedReply } from '../tasks/port.ts';
import type { Replied } from './events.ts';
import type { RunParts } from './runner.ts';

/** Never throws. A label that cannot be read makes the reply one that cannot. */
export type ReplyReader = (reply: Pick<Replied, 'parent' | 'raw'>) => ParsedReply;

export function replyReader({ arm, task, pool }: Pick<RunParts, 'arm' | 'task' | 'pool'>): ReplyReader {
  if (arm.ask !== 'label') return ({ raw }) => task.readReply(raw);
  return ({ parent, raw }) => {
    const text = pool.get(parent)?.text;
    const label = task.readCheck(raw);
    if (text === undefined || label === null) {
      return { ok: false, reason: 'The reply holds no label that can be used.' };
    }
    return { ok: true, candidates: [{ text, label }], repaired: false };
  };
}
