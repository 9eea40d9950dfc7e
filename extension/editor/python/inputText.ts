import type { EntryInput } from '../choices';

const SHAPE = /^(?:([A-Za-z_][\w.]*)=)?(\d+(?:x\d+)*|scalar)(?::([a-z]\w*))?$/;

/** What a user typed for an entry: shapes, then arguments behind a bar. One sentence where it cannot be. */
export function parseInputText(text: string): EntryInput | string {
  const [inputs = '', ...rest] = text.split('|');
  if (rest.length > 1) return 'There is one bar at most, between shapes and arguments.';
  const shapes = new Map<string, readonly number[]>();
  const types = new Map<string, string>();
  for (const word of inputs.split(/[\s,]+/).filter((each) => each !== '')) {
    const [, name = '', shape = '', type] = SHAPE.exec(word) ?? [];
    if (shape === '') return `"${word}" is no shape like 1x3x224x224, name=1x128 or 1x128:int64.`;
    if (shapes.has(name)) return `${name === '' ? 'The first input' : `"${name}"`} is given twice.`;
    shapes.set(name, shape === 'scalar' ? [] : shape.split('x').map(Number));
    if (type !== undefined) types.set(name, type);
  }
  return {
    shapes: Object.fromEntries(shapes),
    types: Object.fromEntries(types),
    arguments: (rest[0] ?? '').trim(),
  };
}
