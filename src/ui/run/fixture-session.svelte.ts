/** A session of the fixture: the state is folded in place and the view wrapped anew, as the real one does. */
import type { PlainError } from '../../core/errors.ts';
import { applyEvent, foldEvents } from '../../core/loop/fold.ts';
import type { LoopEvent } from '../../core/loop/events.ts';
import type { StepKind } from '../../core/loop/gate.ts';
import type { ModelRecord, ModelRole } from '../../core/models/records.ts';
import type { RunRecord } from '../../core/storage/port.ts';
import type { TuningProgress } from '../../core/trainers/fine-tuning/port.ts';
import type { Comparison, RunMode, RunView, Session } from '../session.ts';
import { fixtureRecord } from './fixture.ts';

export class FixtureSession implements Session {
  readonly record: RunRecord;
  view: RunView = $state.raw({ state: foldEvents([]), head: 0 });
  mode: RunMode = $state('paused');
  note: string | null = $state(null);
  error: PlainError | null = $state.raw(null);
  tuning: TuningProgress | null = $state.raw(null);
  comparison: Comparison = $state.raw({ status: 'none', arms: [], error: null });
  pace = $state(150);
  /** Models that could take over a role. */
  others: readonly ModelRecord[] = [];
  /** What was asked of it, in order. */
  readonly calls: string[] = [];

  constructor(events: readonly LoopEvent[], mode: RunMode = 'paused') {
    this.record = fixtureRecord(events[0]);
    this.mode = mode;
    const state = foldEvents(events);
    this.view = { state, head: state.head };
  }

  append(...events: LoopEvent[]): void {
    for (const event of events) applyEvent(this.view.state, event);
    this.view = { state: this.view.state, head: this.view.state.head };
  }

  play(): void {
    this.calls.push('play');
    this.mode = 'playing';
  }

  pause(): void {
    this.calls.push('pause');
    this.mode = 'paused';
  }

  step(kind: StepKind): void {
    this.calls.push(`step ${kind}`);
  }

  reset(): void {
    this.calls.push('reset');
  }

  otherModels(): Promise<readonly ModelRecord[]> {
    return Promise.resolve(this.others);
  }

  goOnWith(role: ModelRole, model: string): Promise<void> {
    this.calls.push(`goOnWith ${role} ${model}`);
    return Promise.resolve();
  }

  cancelTraining(): Promise<void> {
    this.calls.push('cancelTraining');
    this.tuning = null;
    return Promise.resolve();
  }

  compare(): void {
    this.calls.push('compare');
  }
}
