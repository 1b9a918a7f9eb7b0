/** What can be taken away from an experiment beside its report: its file for the command line, and a person's own data. */
import type { Dataset } from '../../core/datasets/port.ts';
import { formatExamples, formatPack } from '../../core/datasets/jsonl.ts';
import type { ExperimentSpec } from '../../core/experiment/spec.ts';
import { REPORT } from '../copy/experiments.ts';
import { isOwnFile } from '../setup/open-link.ts';
import { shareable } from './spec-link.ts';

export interface Download {
  /** What the button says. */
  readonly label: string;
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** A file name for what is called so: letters and digits, with hyphens between. */
export function slugOf(name: string): string {
  const slug =
    name
      .normalize('NFKD')
      .toLowerCase()
      .match(/[a-z0-9]+/gu)
      ?.join('-')
      .slice(0, 60) ?? '';
  return slug.replace(/-$/u, '') || 'experiment';
}

export function commandOf(spec: ExperimentSpec): string {
  return `npm run experiment -- ${slugOf(spec.name)}.json`;
}

/** The experiment as the file that `npm run experiment` reads. */
export function experimentFile(spec: ExperimentSpec, dataset: Dataset): Download {
  const { base, name, arms, reference, draws, sizes, seeds, teachers, budget } = shareable(spec);
  const { data, ...config } = base;
  const { id, hash: _hash, ...drawn } = data; // the command line knows the data by their files
  const files = ownFiles(spec, dataset);
  const content = {
    name,
    data: files.length === 0 ? id : { ...namesOf(files), task: base.task },
    config: { ...config, data: drawn },
    arms,
    reference,
    draws,
    sizes,
    seeds,
    teachers,
    budget,
  };
  return {
    label: REPORT.file,
    name: `${slugOf(spec.name)}.json`,
    type: 'application/json',
    text: `${JSON.stringify(content, null, 2)}\n`,
  };
}

type Part = keyof typeof REPORT.dataFiles;

/** The files of a person's own data, which nothing else carries; none for other sets. */
export function ownFiles(spec: ExperimentSpec, dataset: Dataset): (Download & { readonly part: Part })[] {
  if (!isOwnFile(spec.base.data.id)) return [];
  const file = (part: Part, text: string) => ({
    part,
    label: REPORT.dataFiles[part],
    name: `${slugOf(spec.name)}.${part}.jsonl`,
    type: 'application/jsonl',
    text,
  });
  const { seeds, test, pack } = dataset;
  return [
    file('seeds', formatExamples(seeds)),
    file('test', formatExamples(test)),
    ...(pack ? [file('pack', formatPack(pack))] : []),
  ];
}

function namesOf(files: readonly (Download & { readonly part: Part })[]): Record<string, string> {
  return Object.fromEntries(files.map(({ part, name }) => [part, name]));
}
