import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { modelRecord } from '../../../test/support/model-record.ts';
import { parseConfig } from '../../core/config/schema.ts';
import { fixtureEvents } from './fixture.ts';
import { FixtureSession } from './fixture-session.svelte.ts';
import OtherModel from './OtherModel.svelte';

function inContext(): FixtureSession {
  const [start, ...rest] = fixtureEvents();
  if (start?.type !== 'run-started') throw new Error('A log begins with its start.');
  const config = parseConfig({ ...start.config, student: { id: 'in-context', model: 'large' } });
  return new FixtureSession([{ ...start, config }, ...rest], 'interrupted');
}

it('offers the models that are here, and goes on with the one chosen', async () => {
  const session = inContext();
  session.others = [modelRecord({ id: 'a', title: 'Small' }), modelRecord({ id: 'b', title: 'Smaller' })];
  const screen = await render(OtherModel, { session, role: 'student' });
  await screen.getByLabelText('Or go on with another student').selectOptions('b');
  await screen.getByRole('button', { name: 'Go on with it' }).click();
  expect(session.calls).toEqual(['goOnWith student b']);
});

it('shows nothing where there is no other model, or the role has none in this tab', async () => {
  const none = await render(OtherModel, { session: inContext(), role: 'student' });
  expect(none.container.textContent).toBe('');
  const session = inContext();
  session.others = [modelRecord()];
  const teacher = await render(OtherModel, { session, role: 'teacher' });
  expect(teacher.container.textContent).toBe('');
});
