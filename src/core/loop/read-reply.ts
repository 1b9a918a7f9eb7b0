/** Reads a stored reply as what its call asked for: new examples, or the label of a text of the pool. */
import type { ParsedReply, Task } from '../tasks/port.ts';
import type { Replied } from './events.ts';
import type { RunParts } from './runner.ts';

/** Never throws. A label that cannot be read makes the reply one that cannot. */
export type ReplyReader = (reply: Pick<Replied, 'parent' | 'raw' | 'finish'>) => ParsedReply;

export function replyReader({ arm, task, pool }: Pick<RunParts, 'arm' | 'task' | 'pool'>): ReplyReader {
  if (arm.ask !== 'label') {
    return ({ raw, finish }) => {
      const parsed = task.readReply(raw);
      return isHalf(task, finish) ? withoutLastLabel(parsed) : parsed;
    };
  }
  return ({ parent, raw, finish }) => {
    const text = pool.get(parent)?.text;
    const label = readLabel(task, raw, finish);
    if (text === undefined || label === null) {
      return { ok: false, reason: 'The reply holds no label that can be used.' };
    }
    return { ok: true, candidates: [{ text, label }], repaired: false };
  };
}

/** The label in the reply to a check, or null: see `Task.readCheck`. What was cut off says none where labels are written. */
export function readLabel(task: Task, raw: string, finish: Replied['finish']): string | null {
  return isHalf(task, finish) ? null : task.readCheck(raw);
}

/** Whether the reply may end in half a label: "#### 4" may have been going to be 42. */
function isHalf(task: Task, finish: Replied['finish']): boolean {
  return finish === 'length' && task.freeForm !== undefined;
}

/** A reply that had to be mended was cut off within its last example; one that is whole JSON was not. */
function withoutLastLabel(parsed: ParsedReply): ParsedReply {
  if (!parsed.ok || !parsed.repaired) return parsed;
  const last = parsed.candidates.length - 1;
  return {
    ...parsed,
    candidates: parsed.candidates.map((one, i) => (i === last ? { ...one, label: null } : one)),
  };
}
