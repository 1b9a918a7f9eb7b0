/**
 * A model's conversation template as `mlc-chat-config.json` has it (`conv_template`), rendered as WebLLM
 * renders it (Conversation.getPromptArray): turn by turn, each encoded on its own. Whether both agree is
 * checked on the real model when it is loaded (verify.ts).
 */
import type { ChatMessage } from '../../core/tasks/port.ts';

export interface ChatTemplate {
  readonly system_template: string;
  readonly system_message: string;
  readonly system_prefix_token_ids?: readonly number[] | null;
  readonly add_role_after_system_message?: boolean;
  readonly render_empty_system_message?: boolean;
  readonly roles: { readonly user: string; readonly assistant: string };
  readonly role_templates?: { readonly user?: string; readonly assistant?: string };
  readonly role_content_sep?: string;
  readonly role_empty_sep?: string;
  readonly seps: readonly string[];
  readonly stop_token_ids?: readonly number[];
}

/** An empty block of thoughts: a model trained to think first then answers at once (Qwen3). */
const NO_THOUGHTS = '<think>\n\n</think>\n\n';

/**
 * The prompt's turns, ending in the header of the reply.
 * @param messages a system message first or not at all; the last one is the user's
 * @param skipThoughts whether the reply begins with an empty block of thoughts
 */
export function renderTurns(
  template: ChatTemplate,
  messages: readonly ChatMessage[],
  skipThoughts: boolean,
): string[] {
  const given = messages[0]?.role === 'system' ? messages[0].content : undefined;
  const system = renderSystem(template, given ?? template.system_message);
  const turns = messages.filter(({ role }) => role !== 'system');
  const rendered = turns.map(({ role, content }, i) => {
    const header =
      i === 0 && system !== '' && template.add_role_after_system_message === false
        ? ''
        : roleOf(template, role) + (template.role_content_sep ?? ': ');
    return header + inRole(template, role, content) + (template.seps[i % template.seps.length] ?? '');
  });
  const reply = skipThoughts
    ? template.roles.assistant + (template.role_content_sep ?? ': ') + NO_THOUGHTS
    : template.roles.assistant + (template.role_empty_sep ?? ': ');
  return [...(system === '' ? [] : [system]), ...rendered, reply];
}

/** The prompt's tokens, as WebLLM would prefill them. */
export function encodePrompt(
  encode: (text: string) => readonly number[],
  template: ChatTemplate,
  messages: readonly ChatMessage[],
  skipThoughts: boolean,
): number[] {
  const turns = renderTurns(template, messages, skipThoughts);
  return [...(template.system_prefix_token_ids ?? []), ...turns.flatMap((turn) => encode(turn))];
}

function renderSystem(template: ChatTemplate, message: string): string {
  if (message === '' && template.render_empty_system_message === false) return '';
  // A function, as a text may hold `$&` and the like.
  return template.system_template.replace('{system_message}', () => message);
}

function inRole(template: ChatTemplate, role: ChatMessage['role'], content: string): string {
  const name = role === 'assistant' ? 'assistant' : 'user';
  const form = template.role_templates?.[name] ?? `{${name}_message}`;
  return form.replace(`{${name}_message}`, () => content).replace('{function_string}', '');
}

function roleOf({ roles }: ChatTemplate, role: ChatMessage['role']): string {
  return role === 'assistant' ? roles.assistant : roles.user;
}
