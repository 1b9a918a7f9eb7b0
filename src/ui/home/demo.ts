/** The demo: a new run of a bundled set on the defaults. Loaded when it is asked for. */
import { parseConfig } from '../../core/config/schema.ts';
import type { RunRecord } from '../../core/storage/port.ts';
import { HOME } from '../copy/shell.ts';
import type { Lab } from '../lab.ts';

export type DemoSet = keyof typeof HOME.demoNames;

export function createDemo(lab: Lab, set: DemoSet): Promise<RunRecord> {
  return lab.runs.create(parseConfig({ data: { id: set } }), HOME.demoNames[set]);
}
