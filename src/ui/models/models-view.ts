/** What the models view says of models: groups, figures, times. */
import type { Capabilities, Choice } from '../../core/models/choose.ts';
import { chooseVariant } from '../../core/models/choose.ts';
import type { DownloadProgress } from '../../core/models/progress.ts';
import type { ModelRecord, ModelStatus } from '../../core/models/records.ts';
import { MODELS } from '../copy/models.ts';
import { count, formatBytes } from '../shell/format.ts';

export type GroupName = keyof typeof MODELS.groups;

/** A model in its quantisations. */
export interface Family {
  readonly id: string;
  /** Shown first: the device's choice, or the family's preferred one where none can run. */
  readonly main: ModelRecord;
  /** Null where there is no GPU to choose for, or none of them runs on it. */
  readonly choice: Choice | null;
  readonly others: readonly ModelRecord[];
}

export interface Group {
  readonly name: GroupName;
  readonly families: readonly Family[];
}

const ORDER: readonly GroupName[] = ['student', 'teacher', 'embedding', 'custom'];
const MB = 1e6;

function groupOf({ custom, kind, roles }: ModelRecord): GroupName {
  if (custom) return 'custom';
  if (kind === 'embedding') return 'embedding';
  return roles.includes('student') ? 'student' : 'teacher';
}

/** @param device null: there is no GPU to choose for */
export function groupModels(records: readonly ModelRecord[], device: Capabilities | null): Group[] {
  return ORDER.map((name) => {
    const members = records.filter((record) => groupOf(record) === name);
    const ids = [...new Set(members.map(({ family }) => family))];
    return { name, families: ids.flatMap((id) => familyOf(id, members, device)) };
  }).filter(({ families }) => families.length > 0);
}

function familyOf(id: string, members: readonly ModelRecord[], device: Capabilities | null): Family[] {
  const variants = members.filter(({ family }) => family === id);
  const choice = device && chooseVariant(variants, device);
  const main = choice?.record ?? variants[0];
  return main ? [{ id, main, choice, others: variants.filter((record) => record !== main) }] : [];
}

/** Figures of a model, in the order in which they are asked for. */
export function factsOf(record: ModelRecord, exactBytes: number | null): string[] {
  const known = exactBytes ?? (record.custom ? record.downloadMB * MB : null);
  const size = known === null ? `${MODELS.about} ${megabytes(record.downloadMB * MB)}` : megabytes(known);
  return [
    MODELS.download(size),
    record.vramMB === null ? MODELS.memoryUnknown : MODELS.memory(String(Math.round(record.vramMB))),
    record.embedding
      ? MODELS.dimensions(record.embedding.dimensions)
      : MODELS.context(record.contextWindow.toLocaleString('en')),
    ...(record.needsF16 ? [MODELS.needsF16] : []),
  ];
}

/** Whole MB below 1 GB: a tenth of a megabyte tells nobody anything. */
function megabytes(bytes: number): string {
  return bytes >= MB && bytes < 999.5 * MB ? `${Math.round(bytes / MB)} MB` : formatBytes(bytes);
}

export function statusText(status: ModelStatus): string {
  switch (status.state) {
    case 'none':
      return MODELS.state.none;
    case 'partial':
      return partOf(status.doneBytes, status.totalBytes);
    case 'complete':
      return MODELS.state.complete(megabytes(status.totalBytes));
  }
}

function partOf(done: number, total: number | null): string {
  return MODELS.state.partial(megabytes(done), total === null ? null : megabytes(total));
}

/** Bytes, speed and time left, as far as they are known. */
export function progressText(progress: DownloadProgress): string {
  const { doneBytes, totalBytes, bytesPerSecond, secondsLeft } = progress;
  return [
    partOf(doneBytes, totalBytes),
    ...(bytesPerSecond === null ? [] : [MODELS.speed(formatBytes(bytesPerSecond))]),
    ...(secondsLeft === null ? [] : [MODELS.left(timeText(secondsLeft))]),
  ].join(' · ');
}

export function checkText({ doneBytes, totalBytes }: DownloadProgress): string {
  return MODELS.state.checking(megabytes(doneBytes), megabytes(totalBytes ?? doneBytes));
}

/** Seconds as "40 seconds", "3 minutes", "2 hours": coarser the longer it takes. */
export function timeText(seconds: number): string {
  if (seconds < 55) return count(Math.max(5, Math.ceil(seconds / 5) * 5), 'second');
  if (seconds < 55 * 60) return count(Math.round(seconds / 60) || 1, 'minute');
  return count(Math.round(seconds / 3600) || 1, 'hour');
}

/** Percent done, for those who hear it; null where the whole is not known. */
export function percentOf({ doneBytes, totalBytes }: DownloadProgress): number | null {
  return totalBytes === null || totalBytes === 0 ? null : Math.floor((100 * doneBytes) / totalBytes);
}

/** A model's name with its quantisation: two of one family are told apart by it. */
export function nameOf({ title, quantization, custom }: ModelRecord): string {
  return custom ? title : `${title} (${quantization})`;
}
