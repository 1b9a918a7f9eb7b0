/**
 * JSON schemas of a teacher's replies. Only what every implementation of strict schemas knows: each member
 * required, nothing beside them, no limits on lengths.
 */
import type { ReplySchema } from '../port.ts';

/** `{"examples":[{"text","label"}]}`, the label one of the task's. */
export function replySchema(labels: readonly string[]): ReplySchema {
  const example = object({ text: { type: 'string' }, label: oneOf(labels) });
  return named('examples', object({ examples: { type: 'array', items: example } }));
}

/** `{"label"}`. */
export function checkSchema(labels: readonly string[]): ReplySchema {
  return named('label', object({ label: oneOf(labels) }));
}

/** A schema under the name an API calls it. */
export function named(name: string, schema: object): ReplySchema {
  return { name, json: JSON.stringify(schema) };
}

function oneOf(labels: readonly string[]): object {
  return { type: 'string', enum: labels };
}

/** An object with exactly these members. */
export function object(properties: Readonly<Record<string, object>>): object {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
