/** The arms as the form lists them: what each varies and needs, and why one cannot run. */
import type { RunConfig, TeacherConfig } from '../../core/config/schema.ts';
import { armFault } from '../../core/loop/arm-fault.ts';
import { ARM_IDS, armOf } from '../../core/loop/arms.ts';
import type { ArmWords } from '../../core/loop/arm-words.ts';
import { armWords } from '../../core/loop/arm-words.ts';

export interface ArmChoice extends ArmWords {
  readonly id: string;
  readonly chosen: boolean;
  /** Why it cannot run with any of the teachers chosen; null where it can, as far as that is known. */
  readonly fault: string | null;
}

/** Every arm there is, and those chosen that nobody knows. */
export function armChoices(
  chosen: readonly string[],
  base: RunConfig,
  teachers: readonly TeacherConfig[],
  replies: number | null,
): ArmChoice[] {
  const unknown = chosen.filter((id) => !armOf(id));
  return [...ARM_IDS, ...unknown].map((id) => {
    // Replies that nobody has counted may be there.
    const faults = teachers.map((teacher) => armFault(id, { ...base, teacher }, replies !== 0));
    const [first] = faults;
    const none = first && faults.every((fault) => fault !== null);
    return { id, ...armWords(id), chosen: chosen.includes(id), fault: none ? first.message : null };
  });
}
