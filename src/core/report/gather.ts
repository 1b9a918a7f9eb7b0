/** Single runs put together as if they were the cells of an experiment, where they can be compared at all. */
import type { RunConfig, TeacherConfig } from '../config/schema.ts';
import { LabError } from '../errors.ts';
import type { CellDone, CellFailed, CellResult } from '../experiment/cell.ts';
import type { ExperimentSpec } from '../experiment/spec.ts';
import { parseSpec } from '../experiment/spec.ts';
import { canonicalJson } from '../json.ts';
import { ARM_IDS, armOf, needsTeacher } from '../loop/arms.ts';
import type { ReportData, ReportInput } from './model.ts';
import { TARGETED } from './build.ts';

/** A run that came to its end, or could not run. */
export interface RunPiece {
  /** What people know it by: its file. */
  readonly name: string;
  readonly config: RunConfig;
  /** Its figures; which cell they are of is found here. */
  readonly result: Omit<CellDone, 'cell'> | Omit<CellFailed, 'cell'>;
  readonly data: ReportData;
  /** Belongs to the configured teacher even where its arm asks none, as its budget came from that teacher's run. */
  readonly pinned: boolean;
}

type Gathered = Pick<ReportInput, 'spec' | 'data' | 'results' | 'origin'>;

/**
 * One report's input from runs that share the data and every setting but arm, draw, random seed, seed-set size,
 * teacher and stops. An arm that asks no teacher stands beside each of the teachers, unless it is pinned to one.
 * @param pieces at least one
 * Throws LabError `not-comparable` naming the run and what differs, `same-cell` where two runs of one place came to
 * different results.
 */
export function gatherRuns(pieces: readonly RunPiece[]): Gathered {
  const [first] = pieces;
  if (!first) throw new Error('There is nothing to gather.');
  for (const piece of pieces) requireComparable(first, piece);
  const spec = specOf(first, pieces);
  const teachers = spec.teachers.map(canonicalJson);
  const taken = new Map<string, { name: string; result: CellResult }>();
  for (const piece of pieces) {
    const { arm, seed, data, teacher } = piece.config;
    const size = spec.sizes.values.length > 0 ? sizeOf(data).value : null;
    const beside = hasTeacher(piece)
      ? [Math.max(0, teachers.indexOf(canonicalJson(teacher)))]
      : [...Array(Math.max(1, teachers.length)).keys()];
    for (const at of beside) {
      const key = `${arm}/draw-${data.draw}/size-${size ?? 'base'}/seed-${seed}/teacher-${at}`;
      const result = { ...piece.result, cell: { key, arm, draw: data.draw, size, seed, teacher: at } };
      const before = taken.get(key);
      if (before) requireSame(before, { name: piece.name, result });
      else taken.set(key, { name: piece.name, result });
    }
  }
  const results = [...taken.values()].map(({ result }) => result);
  return { spec, data: fullest(first, pieces), results, origin: 'runs' };
}

/** Runs that brought their data know more of it than logs do. */
function fullest(first: RunPiece, pieces: readonly RunPiece[]): ReportData {
  return (pieces.find(({ data }) => data.gold !== null) ?? first).data;
}

/** Whether the run belongs to the teacher that its configuration names, and to no other. */
function hasTeacher({ config, pinned }: RunPiece): boolean {
  const arm = armOf(config.arm);
  return pinned || !arm || (needsTeacher(arm) && arm.fixes.teacher === undefined);
}

function requireComparable(first: RunPiece, other: RunPiece): void {
  const differs = [
    ...(first.data.hash === other.data.hash ? [] : ['data']),
    ...changedSettings(first.config, other.config),
    ...(sizeOf(first.config.data).unit === sizeOf(other.config.data).unit
      ? []
      : ['unit of the seed-set size']),
  ];
  if (differs.length === 0) return;
  throw new LabError(
    'not-comparable',
    `${other.name} cannot be compared with ${first.name}: they differ in ${differs.join(', ')}.`,
    'Give runs that differ only in arm, draw, random seed, seed-set size, teacher and stops; make a report of its own for the others.',
  );
}

/** Settings that have to be the same, those left out that an arm sets by itself. */
function changedSettings(one: RunConfig, two: RunConfig): string[] {
  const fixed = new Set([one, two].flatMap(({ arm }) => Object.keys(armOf(arm)?.fixes ?? {})));
  const free = new Set(['arm', 'seed', 'data', 'teacher', 'stops', ...fixed]);
  return (Object.keys(two) as (keyof RunConfig)[]).filter(
    (key) => !free.has(key) && canonicalJson(one[key]) !== canonicalJson(two[key]),
  );
}

function sizeOf({ perClass, count, percent }: RunConfig['data']): {
  unit: ExperimentSpec['sizes']['unit'] | null;
  value: number | null;
} {
  if (perClass !== null) return { unit: 'per-class', value: perClass };
  if (count !== null) return { unit: 'count', value: count };
  return { unit: percent === null ? null : 'percent', value: percent };
}

function specOf(first: RunPiece, pieces: readonly RunPiece[]): ExperimentSpec {
  const configs = pieces.map(({ config }) => config);
  const arms = [...new Set(configs.map(({ arm }) => arm))].sort((a, b) => place(a) - place(b));
  const draws = new Set(configs.map(({ data }) => data.draw));
  const seeds = [...new Set(configs.map(({ seed }) => seed))].sort((a, b) => a - b);
  const sizes = [...new Set(configs.map(({ data }) => sizeOf(data).value))].flatMap((size) => size ?? []);
  const { unit } = sizeOf(first.config.data);
  const teachers = teachersOf(pieces);
  const base = (pieces.find(hasTeacher) ?? first).config;
  return parseSpec({
    name: `${first.data.title}: ${pieces.length} ${pieces.length === 1 ? 'run' : 'runs'}`.slice(0, 200),
    base,
    arms,
    reference: arms.includes(TARGETED) ? TARGETED : arms[0],
    draws: { first: Math.min(...draws), count: draws.size },
    sizes: unit === null || sizes.length < 2 ? {} : { unit, values: sizes.sort((a, b) => a - b) },
    seeds: seeds.length > 1 ? seeds : [],
    teachers: teachers.length > 1 ? teachers : [],
  });
}

/** The teachers that were asked, each once. */
function teachersOf(pieces: readonly RunPiece[]): TeacherConfig[] {
  const asked = pieces.filter(hasTeacher).map(({ config }) => config.teacher);
  return [...new Map(asked.map((teacher) => [canonicalJson(teacher), teacher])).values()];
}

function place(arm: string): number {
  const at = ARM_IDS.findIndex((id) => id === arm);
  return at < 0 ? ARM_IDS.length : at;
}

interface Named {
  readonly name: string;
  readonly result: CellResult;
}

/** The same computation may be given twice, as by two experiments that share an arm. */
function requireSame(before: Named, after: Named): void {
  if (figuresOf(before.result) === figuresOf(after.result)) return;
  throw new LabError(
    'same-cell',
    `${before.name} and ${after.name} are of the same arm with the same draw, size, random seed and teacher, and came to different results.`,
    'Give one of them.',
  );
}

function figuresOf(result: CellResult): string {
  if (result.status === 'failed') return canonicalJson(result.error);
  const { test, accepted, calls, curve } = result;
  return canonicalJson({ test, accepted, calls, curve });
}
