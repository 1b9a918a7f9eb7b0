/** A run as one file: record, data and log in JSON. Untrusted when it comes back in. */
import * as v from 'valibot';
import { parseConfig } from '../config/schema.ts';
import { makeDataset } from '../datasets/dataset.ts';
import type { Dataset } from '../datasets/port.ts';
import { LabError } from '../errors.ts';
import { hashOf } from '../hash.ts';
import { changedKeys, modelChanges, withModels } from '../loop/model-change.ts';
import type { LoopEvent } from '../loop/events.ts';
import { parseEvent } from '../loop/event-schema.ts';
import { foldEvents } from '../loop/fold.ts';
import type { RunState } from '../loop/state.ts';
import type { RunRecord } from './port.ts';

const FORMAT = 'llm2llm-lab.run';
/** A log of 100,000 events takes about 20 MB. */
const MAX_BYTES = 200 * 1024 * 1024;

const text = v.pipe(v.string(), v.maxLength(1_000_000));
const Row = v.object({ id: text, text, label: text });
const DataSchema = v.object({
  id: text,
  title: text,
  about: text,
  labels: v.array(text),
  seeds: v.array(Row),
  test: v.array(Row),
  pack: v.optional(v.array(v.object({ seed: text, k: v.number(), text, label: text }))),
  hash: text,
});
const FileSchema = v.object({
  format: v.literal(FORMAT),
  v: v.literal(1),
  name: v.pipe(v.string(), v.maxLength(200)),
  data: DataSchema,
  config: v.unknown(),
  log: v.array(v.unknown()),
  /** Of everything else in the file. */
  digest: text,
});

export interface RunFile {
  readonly name: string;
  readonly dataset: Dataset;
  readonly config: RunRecord['config'];
  readonly log: readonly LoopEvent[];
  readonly state: RunState;
}

/** The file's text. */
export async function formatRunFile(
  record: RunRecord,
  dataset: Dataset,
  log: readonly LoopEvent[],
): Promise<string> {
  const { id, title, about, labels, seeds, test, pack, hash } = dataset;
  const file = {
    format: FORMAT,
    v: 1,
    name: record.name,
    data: { id, title, about, labels, seeds, test, ...(pack && { pack }), hash },
    config: record.config,
    log,
  };
  return JSON.stringify({ ...file, digest: await hashOf(file) });
}

/**
 * Reads and checks a file: its form, its data against their hash, that its log folds, its configuration,
 * and last that nothing in it was changed: a log can fold although an answer in the middle is missing.
 * Throws LabError `not-a-run` with the reason, or `bad-config`.
 */
export async function parseRunFile(content: string): Promise<RunFile> {
  if (content.length > MAX_BYTES) throw notARun('it is larger than 200 MB');
  const raw = parseJson(content);
  const parsed = v.safeParse(FileSchema, raw);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw notARun(`${v.getDotPath(issue) ?? 'its content'}: ${issue.message}`);
  }
  const { name, data, log, digest } = parsed.output;
  const { pack, hash, ...draft } = data;
  const dataset = await makeDataset(pack ? { ...draft, pack } : draft);
  if (dataset.hash !== hash) throw notARun('its data do not match their hash');
  const { events, state } = foldUntrusted(log, hash);
  const config = parseConfig(parsed.output.config);
  // A model chosen to go on with stands in the settings before the log has it.
  const before = state.start && withModels(state.start.config, modelChanges(state.start.config, config, 0));
  const changed = before ? changedKeys(before, config) : [];
  if (changed.length > 0) throw notARun(`its log was made with other settings: ${changed.join(', ')}`);
  const { digest: _digest, ...rest } = raw as Record<string, unknown>;
  if ((await hashOf(rest)) !== digest) throw notARun('its content was changed after it was saved');
  return { name, dataset, config, log: events, state };
}

function foldUntrusted(log: readonly unknown[], hash: string): { events: LoopEvent[]; state: RunState } {
  try {
    const events = log.map((event, i) => parseEvent(event, i + 1));
    const state = foldEvents(events);
    if (state.start && state.start.test.dataHash !== hash) throw notARun('its log belongs to other data');
    return { events, state };
  } catch (error) {
    if (error instanceof LabError && error.code === 'not-a-run') throw error;
    throw notARun(`its log: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    throw notARun('it is not JSON');
  }
}

function notARun(reason: string): LabError {
  return new LabError(
    'not-a-run',
    `This file is no run of LLM2LLM Lab that can be opened: ${reason}.`,
    'Choose a file that "Export" wrote, unchanged. Nothing stored was touched.',
  );
}
