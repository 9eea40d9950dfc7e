import type { Emphasis, Paint } from '../engine/report/table';
import type { World, Writer } from './world';

const CODES: Readonly<Record<Emphasis, string>> = {
  strong: '1',
  faint: '2',
  hot: '31',
  error: '1;31',
  warning: '33',
};

/** Paints with a terminal's colours where they are wanted, else not at all. */
export function paintFor(world: Pick<World, 'out' | 'env'>): Paint {
  if (!wantsColour(world.out, world.env)) return (text) => text;
  return (text, emphasis) => (text === '' ? '' : `\x1b[${CODES[emphasis]}m${text}\x1b[0m`);
}

/** NO_COLOR (no-color.org) wins over FORCE_COLOR (force-color.org), which wins over what the stream is. */
function wantsColour(out: Writer, env: World['env']): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return out.isTTY === true && env['TERM'] !== 'dumb';
}
