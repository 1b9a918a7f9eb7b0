/** Plants errors in a small Python project with the backend's configuration; every check has to flag its own. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Expectation } from '../test/canary/expected.ts';
import { BACKEND_STEPS } from './backend-steps.ts';
import { checkExpectation } from './canary-check.ts';

const PLANTED: Record<string, string> = {
  'src/llm2llm_backend/__init__.py': '"""Nothing is wrong here."""\n',
  'src/llm2llm_backend/planted_format.py': "value = { 'a':1 }\n",
  'src/llm2llm_backend/planted_lint.py': 'import os\n',
  'src/llm2llm_backend/planted_type.py': 'COUNT: int = "seven"\n',
  'src/llm2llm_backend/planted_untyped.py': 'def untyped(value):\n    return value\n',
  'tests/test_planted.py': [
    'import pytest\n\n',
    'def test_planted() -> None:\n    assert not "planted"\n\n',
    '@pytest.mark.slow\ndef test_slowly() -> None:\n    assert not "planted slowly"\n',
  ].join('\n'),
};
const EXPECTED: readonly Expectation[] = [
  { gate: 'ruff-format', flags: [['planted_format.py', 'reformat']], spares: ['__init__.py'] },
  { gate: 'ruff', flags: [['planted_lint.py', 'F401']], spares: ['__init__.py'] },
  {
    gate: 'mypy',
    flags: [
      ['planted_type.py', 'Incompatible types'],
      ['planted_untyped.py', 'no-untyped-def'],
    ],
    spares: ['__init__.py'],
  },
  {
    gate: 'pytest',
    flags: [
      ['tests/test_planted.py', 'FAILED tests/test_planted.py::test_planted'],
      ['tests/test_planted.py', 'FAILED tests/test_planted.py::test_slowly'],
    ],
    spares: [],
  },
];
/** The canary of `sdk` is among those of `npm test`: vitest finds the same errors with every project. */
const ELSEWHERE = ['canaries', 'sdk'];

const project = mkdtempSync(join(tmpdir(), 'lab-backend-canary-'));
try {
  cpSync('backend/pyproject.toml', join(project, 'pyproject.toml'));
  for (const [path, content] of Object.entries(PLANTED)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), content);
  }
  const complaints: string[] = [];
  for (const { id, command } of BACKEND_STEPS.filter((one) => !ELSEWHERE.includes(one.id))) {
    const expected = EXPECTED.find(({ gate }) => gate === id);
    complaints.push(...(expected ? await checkExpectation(command, project, expected) : [`${id} has none`]));
  }
  for (const complaint of complaints) console.error(`A canary died: ${complaint}`);
  if (complaints.length > 0) process.exitCode = 1;
} finally {
  rmSync(project, { recursive: true, force: true });
}
