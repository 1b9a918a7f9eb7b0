import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askInterpreter, chooseMaker, findMaker, type Interpreter } from './backend-python.ts';

const python = (version: string, ...lacks: string[]): Interpreter => ({
  path: `/usr/bin/python${version}`,
  version,
  lacks,
});
const fine = python('3.12.1');
const bare = python('3.11.2', 'venv', 'ensurepip');
const old = python('3.9.18');

describe('chooseMaker', () => {
  it('takes the first that is new enough and complete, 3.9 being older than 3.11', () => {
    expect(chooseMaker([old, bare, fine], true)).toBe(fine);
    expect(chooseMaker([old, python('4.0.0')], false)).toEqual(python('4.0.0'));
  });

  it('takes uv when no interpreter will do', () => {
    expect(chooseMaker([old, bare], true)).toBe('uv');
    expect(chooseMaker([], true)).toBe('uv');
  });

  it.each([
    [[old, bare], 'backend-no-venv', 'python3.11-venv'],
    [[old], 'backend-old-python', '3.11 or later'],
    [[], 'backend-no-python', 'python3-venv'],
  ])('says of %j what is wrong: %s', (found, code, remedy) => {
    expect(() => chooseMaker(found, false)).toThrow(
      expect.objectContaining({ code, remedy: expect.stringContaining(remedy) as string }),
    );
  });
});

describe('on this machine', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lab-python-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** A program that answers as an interpreter would. */
  async function standIn(name: string, script: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  }

  it('reads what an interpreter says of itself', async () => {
    const path = await standIn('bare', 'printf "/opt/python\\n3.13.2\\nensurepip\\n"');
    expect(await askInterpreter(path, ['venv', 'ensurepip'])).toEqual({
      path: '/opt/python',
      version: '3.13.2',
      lacks: ['ensurepip'],
    });
  });

  it('passes over names that stand for nothing', async () => {
    expect(await askInterpreter(join(folder, 'nowhere'), [])).toBeNull();
    expect(await askInterpreter(await standIn('shim', 'echo "not installed" >&2; exit 127'), [])).toBeNull();
    expect(await askInterpreter(await standIn('mute', 'exit 0'), [])).toBeNull();
  });

  it.skipIf(!hasPython())('asks a real one in words it understands', async () => {
    const found = await askInterpreter('python3', ['json', 'no_such_module']);
    expect(found?.version).toMatch(/^3\.\d+\.\d+$/);
    expect(found?.lacks).toEqual(['no_such_module']);
  });

  it('LAB_PYTHON is the only one that counts', async () => {
    const old = await standIn('old', 'printf "/opt/old\\n3.8.1\\n\\n"');
    await expect(findMaker({ LAB_PYTHON: old })).rejects.toMatchObject({ code: 'backend-old-python' });
    await expect(findMaker({ LAB_PYTHON: join(folder, 'nowhere') })).rejects.toMatchObject({
      code: 'backend-no-python',
    });
  });
});

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
