import { expect, it } from 'vitest';
import { taskFromProfile } from './from-profile.ts';
import { askedIn, framesOf } from './profile.ts';

it.each([
  ['Text: {text}\nLabel:', 'Text:', 'Label'],
  ['Review: {text}\n\nHow many stars?\nMark: ', 'Review:', 'Mark'],
  ['{text}\nMood:', null, 'Mood'],
  ['Mail: {text}\nIs it spam?', 'Mail:', null],
  ['Is {text} a bird?', null, null],
  ['{text}', null, null],
])('the question %j is framed by %j and %j', (question, lead, answerWord) => {
  expect(framesOf(question)).toEqual({ lead, answerWord });
});

it('puts a text in as it is, at every place', () => {
  expect(askedIn('A: {text}\n{text}?', '$& {text}')).toBe('A: $& {text}\n$& {text}?');
});

it('explains only the labels that are described', () => {
  const task = taskFromProfile(
    {
      id: 'mail',
      labels: ['spam', 'ham', 'constructor'],
      sorting: 'mails',
      question: '{text}\nKind:',
      descriptions: { spam: 'sent to many' },
      aliases: {},
      worked: null,
    },
    null,
  );
  for (const system of [task.teacherSystem, task.checkPrompt('x')[0]?.content]) {
    expect(system).toContain(
      'The labels are: spam, ham, constructor.\nWhat they are for:\n- spam: sent to many\n',
    );
    expect(system).not.toContain('- ham');
    expect(system).not.toContain('- constructor');
  }
  expect(task.studentSystem).toMatch(
    /: spam, ham, constructor\.\nWhat the labels are for:\n- spam: sent to many$/u,
  );
  expect(task.readAnswer('Kind: ham, whatever spam may be')).toBeNull();
  expect(task.readAnswer('Is it spam?\nKind: ham')).toBe('ham');
  expect(task.readAnswer('constructor')).toBe('constructor');
});
