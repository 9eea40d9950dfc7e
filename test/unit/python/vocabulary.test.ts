import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { specOf } from '../../../extension/engine/ops/registry';
import { projectRoot } from '../../helpers/root';

const FOLDER = path.join(projectRoot(), 'media/python');

/** Where operators are named: in calls that record, and in tables of name to operator. */
const RECORDED = [
  /\b(?:emit|record|made|reduction|unary|binary|_unary|_reduce|_floating|_define|_movement)\(\s*"([A-Z]\w*)"/g,
  /:\s*\("([A-Z]\w*)",/g,
];

describe('operators that the stand-in records', () => {
  const names = readdirSync(FOLDER, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.py') && /^(?:torch|einops)/.test(name))
    .flatMap((name) => {
      const text = readFileSync(path.join(FOLDER, name), 'utf8');
      return RECORDED.flatMap((pattern) => [...text.matchAll(pattern)].map(([, operator = '']) => operator));
    });

  it('are found', () => {
    assert.ok(new Set(names).size > 100, `${new Set(names).size} names`);
  });

  it('have a room each', () => {
    const strangers = new Set(names.filter((name) => !specOf(name, '') && !specOf(name, 'torch')));
    assert.deepEqual([...strangers].sort(), []);
  });
});
