import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { OpSpec } from '../../../extension/engine/ops/op';
import { knownOperators, ROOMS } from '../../../extension/engine/ops/registry';
import { projectRoot } from '../../helpers/root';

const CLASSES = ['MACs', 'element', 'moves', 'rows', 'free', 'control', 'unpriced'];

describe('docs/counting.md', () => {
  const listed = operatorTable();
  const specs = new Map<string, OpSpec>(
    ROOMS.flat().flatMap((spec) => spec.types.map((type) => [type, spec])),
  );

  it('lists every operator that has a room, once, and no other', () => {
    assert.deepEqual([...listed.values()].flat().sort(), knownOperators());
  });

  it('says of each operator what its room says of its traffic and work', () => {
    for (const [operator, spec] of specs) {
      const classes = [...listed]
        .filter(([, operators]) => operators.includes(operator))
        .map(([name]) => name);
      assert.ok(
        classes.every((name) => fits(name, spec)),
        `${operator} is listed as ${classes.join()}`,
      );
    }
  });
});

function fits(name: string, { traffic = 'all', work }: OpSpec): boolean {
  if (name === 'free') return traffic === 'none' && !work;
  if (name === 'rows') return traffic === 'rows';
  if (name === 'moves' || name === 'control') return traffic === 'all' && !work;
  return traffic === 'all' && work !== undefined;
}

function operatorTable(): ReadonlyMap<string, readonly string[]> {
  const lines = readFileSync(path.join(projectRoot(), 'docs/counting.md'), 'utf8').split('\n');
  return new Map(
    CLASSES.map((name) => {
      const line = lines.find((text) => text.startsWith(`- **${name}**: `)) ?? '';
      return [name, [...line.matchAll(/`([^`]+)`/g)].map(([, operator = '']) => operator)];
    }),
  );
}
