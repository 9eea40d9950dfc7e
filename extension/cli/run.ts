import { parseCommand } from './arguments';
import { debugText, failureLine } from './failure';
import { HELP } from './help';
import { inspect } from './inspect';
import type { World } from './world';

/**
 * The whole command line. Commands other than `inspect` are loaded when they are given. Results go to `out`, everything else
 * to `err`, one line an error. Returns the exit code: 0 done, 1 a budget is exceeded, 2 a file or the arguments are bad.
 */
export async function runCli(args: readonly string[], world: World): Promise<number> {
  try {
    return await obey(args, world);
  } catch (error) {
    world.err.write(`layercost: ${failureLine(error, world.env)}\n${debugText(error, world.env)}`);
    return 2;
  }
}

async function obey(args: readonly string[], world: World): Promise<number> {
  const command = parseCommand(args);
  switch (command.kind) {
    case 'help':
      world.out.write(HELP);
      return 0;
    case 'version':
      world.out.write(`${world.version}\n`);
      return 0;
    case 'inspect':
      return inspect(command, world);
    default:
      return (await import('./late')).obeyLate(command, world);
  }
}
