/** Which models the form offers for a role, and how each stands in this browser. */
import type { RunConfig } from '../../core/config/schema.ts';
import type { Capabilities } from '../../core/models/choose.ts';
import { USE_LITE } from '../../core/encoders/use-lite/identity.ts';
import { chooseVariant, fitOf } from '../../core/models/choose.ts';
import type { ModelRecord, ModelRole, ModelStatus } from '../../core/models/records.ts';
import { MODEL } from '../copy/setup.ts';

export interface ModelEntry {
  readonly record: ModelRecord;
  readonly status: ModelStatus;
}

export type Standing = 'ready' | 'partial' | 'missing' | 'needs-f16' | 'tensor-too-large' | 'unknown';

export interface ModelOption {
  readonly id: string;
  readonly text: string;
}

export interface ModelGroup {
  readonly name: keyof typeof MODEL.groups;
  readonly options: readonly ModelOption[];
}

const GROUPS: Readonly<Record<Standing, ModelGroup['name']>> = {
  ready: 'ready',
  partial: 'missing',
  missing: 'missing',
  'needs-f16': 'unfit',
  'tensor-too-large': 'unfit',
  unknown: 'unknown',
};

/**
 * How a model stands here: first whether this device can run it, then whether it is here.
 * @param device null where there is none, or none is known: nothing is then called unfit
 */
export function standingOf({ record, status }: ModelEntry, device: Capabilities | null): Standing {
  const fit = device ? fitOf(record, device) : 'fits';
  if (fit === 'needs-f16' || fit === 'tensor-too-large') return fit;
  return status.state === 'complete' ? 'ready' : status.state === 'partial' ? 'partial' : 'missing';
}

/**
 * The models a role can have, in the groups of the list: of every family the version this device should take
 * and those that are here. The one chosen is always among them, known or not.
 */
export function modelGroups(
  entries: readonly ModelEntry[],
  role: ModelRole,
  chosen: string,
  device: Capabilities | null,
): ModelGroup[] {
  const able = entries.filter(({ record }) => record.roles.includes(role));
  const wanted = new Set(bestIds(able, device));
  const grouped = new Map<ModelGroup['name'], ModelOption[]>();
  const put = (name: ModelGroup['name'], option: ModelOption): void => {
    const options = grouped.get(name);
    if (options) options.push(option);
    else grouped.set(name, [option]);
  };
  for (const entry of entries) {
    const { id } = entry.record;
    const here = entry.status.state !== 'none' && able.includes(entry);
    if (id !== chosen && !here && !wanted.has(id)) continue;
    put(GROUPS[standingOf(entry, device)], { id, text: optionText(entry.record) });
  }
  const known = entries.some(({ record }) => record.id === chosen);
  if (chosen !== '' && !known) put('unknown', { id: chosen, text: chosen });
  const order = Object.keys(MODEL.groups) as ModelGroup['name'][];
  return order.flatMap((name) => {
    const options = grouped.get(name);
    return options ? [{ name, options }] : [];
  });
}

/** The model to begin with: one that is here, else the first that this device can run; null where none is. */
export function firstChoice(
  entries: readonly ModelEntry[],
  role: ModelRole,
  device: Capabilities | null,
): string | null {
  const groups = modelGroups(entries, role, '', device);
  const of = (name: ModelGroup['name']): string | undefined =>
    groups.find((group) => group.name === name)?.options[0]?.id;
  return of('ready') ?? of('missing') ?? null;
}

function bestIds(entries: readonly ModelEntry[], device: Capabilities | null): string[] {
  const families = new Map<string, ModelRecord[]>();
  for (const { record } of entries) {
    families.set(record.family, [...(families.get(record.family) ?? []), record]);
  }
  return [...families.values()].flatMap((variants) => {
    const best = device ? chooseVariant(variants, device)?.record : undefined;
    const shown = best ?? variants[0];
    return shown ? [shown.id] : [];
  });
}

export function optionText({ title, quantization, downloadMB }: ModelRecord): string {
  return MODEL.option(title, quantization, MODEL.size(downloadMB));
}

/** What is to be said of the model chosen; null where it is ready. */
export function standingNote(
  entries: readonly ModelEntry[],
  id: string,
  device: Capabilities | null,
): string | null {
  const entry = entries.find(({ record }) => record.id === id);
  if (!entry) return MODEL.unknown(id);
  const { title, downloadMB } = entry.record;
  switch (standingOf(entry, device)) {
    case 'ready':
      return null;
    case 'partial':
      return MODEL.partial(title, MODEL.size(downloadMB));
    case 'needs-f16':
      return MODEL.unfit(title);
    case 'tensor-too-large':
      return MODEL.tooLarge(title);
    default:
      return MODEL.missing(title, MODEL.size(downloadMB));
  }
}

/** The models of the model manager that a run of this configuration loads. */
export function modelsNeeded({
  student,
  teacher,
}: RunConfig): { readonly role: 'student' | 'encoder' | 'teacher'; readonly id: string }[] {
  const encodes =
    student.id === 'head' || ('demonstrations' in student && student.demonstrations === 'encoder');
  return [
    ...(student.id === 'in-context' ? [{ role: 'student', id: student.model } as const] : []),
    ...(encodes && student.encoder !== USE_LITE.id
      ? [{ role: 'encoder', id: student.encoder } as const]
      : []),
    ...(teacher.id === 'webllm' ? [{ role: 'teacher', id: teacher.model } as const] : []),
  ];
}
