/** A teacher that replays replies recorded for each seed: no model, no key, the same run every time. */
import { LabError } from '../../errors.ts';
import type { PackReply } from '../../example.ts';
import type { Teacher, TeacherFactory } from '../port.ts';
import { noPack } from './no-pack.ts';

export interface RecordedTeacherConfig {
  readonly id: 'recorded';
}

/** Throws LabError `no-pack` where the data set brings no replies. */
export const createRecordedTeacher: TeacherFactory<RecordedTeacherConfig> = (_config, services) => {
  const { pack } = services;
  if (pack === undefined || pack.length === 0) {
    return Promise.reject(noPack());
  }
  return Promise.resolve(recordedTeacher(pack));
};

function recordedTeacher(pack: readonly PackReply[]): Teacher {
  const bySeed = new Map<string, PackReply[]>();
  for (const reply of [...pack].sort((a, b) => a.k - b.k)) {
    const replies = bySeed.get(reply.seed);
    if (replies) replies.push(reply);
    else bySeed.set(reply.seed, [reply]);
  }

  return {
    id: 'recorded',
    title: 'recorded replies',
    examplesPerCall: 1,
    concurrency: 1,
    readsPrompts: false,
    remaining: (parent, used) => Math.max(0, (bySeed.get(parent.id)?.length ?? 0) - used),
    async ask({ parent, used }, signal) {
      signal.throwIfAborted();
      const reply = bySeed.get(parent.id)?.[used];
      if (!reply) {
        throw new LabError(
          'teacher-empty',
          `The recorded replies for "${parent.id}" are used up.`,
          'Choose fewer iterations, or a teacher that writes new examples.',
        );
      }
      const { text, label } = reply;
      return { raw: JSON.stringify({ examples: [{ text, label }] }), usage: null, finish: 'stop' };
    },
  };
}
