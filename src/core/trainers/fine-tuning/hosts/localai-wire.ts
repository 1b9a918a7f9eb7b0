/** The objects of LocalAI's fine-tuning API as the port's. What has no id is null, and nothing throws. */
import { dig, json } from '../../../llm/api/wire.ts';
import type { TuningCheckpoint, TuningEvent, TuningJob } from '../port.ts';
import * as openai from './openai-wire.ts';
import { firstNumber, firstText, idOf, pairsOf } from './read.ts';

/** The server hands options it does not know to nobody and shows them again: metadata travel in one of them. */
const OPTION = 'llm2llm';
/** What the server says of its export, of a job that is done; `none`: nobody has asked for one. */
export type ExportStatus = 'none' | 'exporting' | 'completed' | 'failed' | 'not-yet';

/** The option that carries metadata. */
export function metadataOption(metadata: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { [OPTION]: JSON.stringify(metadata) };
}

/** The order of an export of an adapter. */
export function exportOrder(base: string, checkpoint: string): Readonly<Record<string, string>> {
  return { checkpoint_path: checkpoint, export_format: 'lora', model: base };
}

/** How the export of a job stands. */
export function exportStatus(body: unknown): ExportStatus {
  if (firstText(body, 'status') !== 'completed') return 'not-yet';
  const status = firstText(body, 'export_status');
  return status === 'exporting' || status === 'completed' || status === 'failed' ? status : 'none';
}

/** A job; null without an id or a status. It is over when its model has been exported, where that was asked for. */
export function readJob(body: unknown): TuningJob | null {
  const job = openai.readJob(body);
  if (job === null) return null;
  const exported = exportStatus(body);
  const failed = job.status === 'failed' || exported === 'failed';
  const words = exported === 'failed' ? firstText(body, 'export_message') : firstText(body, 'message');
  const config = dig(body, 'config');
  return {
    ...job,
    status: exported === 'exporting' ? 'running' : failed ? 'failed' : job.status,
    rawStatus: exported === 'exporting' ? 'exporting' : job.rawStatus,
    tuned: exported === 'completed' ? idOf(dig(body, 'export_model_name')) : null,
    error: failed ? { code: null, message: words ?? 'The server gave no reason.' } : null,
    metadata: pairsOf(json(firstText(dig(body, 'extra_options'), OPTION) ?? '')),
    training: {
      learningRate: firstNumber(config, 'learning_rate'),
      epochs: firstNumber(config, 'num_epochs'),
      batchSize: firstNumber(config, 'batch_size'),
      rank: firstNumber(config, 'adapter_rank'),
      alpha: firstNumber(config, 'adapter_alpha'),
      totalSteps: null,
    },
  };
}

/** A message of the stream of progress, as none or one event. The server writes 0 for a loss it does not have. */
export function readProgress(id: string, data: unknown): readonly TuningEvent[] {
  if (typeof data !== 'object' || data === null) return [];
  const loss = firstNumber(data, 'loss') || null;
  const step = firstNumber(data, 'current_step');
  const status = firstText(data, 'status') ?? '';
  const said = firstText(data, 'message');
  if (loss === null && said === null) return [];
  return [
    {
      id,
      createdAt: null,
      level: status === 'failed' ? 'error' : 'info',
      message: said ?? `Step ${step}: training loss=${loss}`,
      step: loss === null ? null : step,
      totalSteps: firstNumber(data, 'total_steps') || null,
      loss,
      learningRate: firstNumber(data, 'learning_rate') || null,
    },
  ];
}

/** A checkpoint, known by its folder on the server; null without one. */
export function readCheckpoint(body: unknown): TuningCheckpoint | null {
  const path = idOf(dig(body, 'path'));
  const step = firstNumber(body, 'step') ?? 0;
  return path === null ? null : { id: path, step, model: path, loss: firstNumber(body, 'loss') || null };
}
