/** A model behind a chat API as a writer: for a student that is asked through the same port as one in the tab. */
import { LabError } from '../../errors.ts';
import type { WriteRequest, Writer } from '../port.ts';
import type { ChatSettings, NetServices } from './chat-client.ts';
import { chatClient } from './chat-client.ts';
import { codeOf } from './faults.ts';

/**
 * Writes as `chatClient` does; a stop that the server passed over is cut off here. An empty reply is an empty
 * text. Throws LabError `prompt-too-long` for a prompt that the server has no room for, else what the client throws.
 */
export function chatWriter(settings: ChatSettings, services: NetServices): Writer {
  const client = chatClient('student', settings, services);
  return {
    id: settings.model,
    title: client.title,
    async write({ jsonSchema, ...request }: WriteRequest, signal) {
      const schema = jsonSchema === undefined ? {} : { schema: { name: 'reply', json: jsonSchema } };
      const written = await client.send({ ...request, ...schema }, signal).catch((error: unknown) => {
        throw error instanceof LabError && error.code === codeOf('student', 'too-long')
          ? tooLong(error)
          : error;
      });
      const text = before(request.stop ?? [], written.text);
      // What went on behind a stop may have met the limit; the text before it was written to its end.
      return text === written.text ? written : { ...written, text, finish: 'stop' };
    },
  };
}

/** The text up to the first of the stops that stand in it. */
function before(stops: readonly string[], text: string): string {
  const ends = stops.map((stop) => text.indexOf(stop)).filter((at) => at !== -1);
  return text.slice(0, Math.min(text.length, ...ends));
}

function tooLong({ message, remedy, details }: LabError): LabError {
  return new LabError('prompt-too-long', message, remedy, details);
}
