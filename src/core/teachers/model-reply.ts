/** What teachers that run on this computer share: their replies and faults in the terms of the port. */
import { LabError } from '../errors.ts';
import type { TeacherReply } from './port.ts';

/**
 * The reply of `write`, which must not be empty. Throws LabError `teacher-empty`, and `teacher-too-long` for a
 * prompt that does not fit (`prompt-too-long`): both concern one call. Anything else is thrown as it came.
 * @param model for people
 */
export async function modelReply(model: string, write: () => Promise<TeacherReply>): Promise<TeacherReply> {
  const reply = await write().catch((error: unknown) => {
    throw error instanceof LabError && error.code === 'prompt-too-long' ? tooLong(model, error) : error;
  });
  if (reply.raw.trim() !== '') return reply;
  throw new LabError(
    'teacher-empty',
    `${model} sent an empty reply.`,
    'Nothing to do. If it happens often, choose another model.',
  );
}

function tooLong(model: string, { message }: LabError): LabError {
  return new LabError(
    'teacher-too-long',
    `The request is too long for ${model}: ${message}`,
    'Choose a model with a longer context, or leave out very long examples.',
  );
}
