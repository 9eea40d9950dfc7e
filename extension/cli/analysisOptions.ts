import type { AnalyzeOptions } from '../shared/engineCalls';
import type { ModelChoices } from './commands';
import type { World } from './world';

const MEMORY_LIMIT_BYTES = 1024 * 1024 * 1024;

/** Running the command on a file is asking for it to be run: the user trusts it as far as the sandbox goes, and no further. */
export function analysisOptions(
  { dims, inputShapes, inputTypes, source }: ModelChoices,
  hardware: string,
  world: World,
): AnalyzeOptions {
  const { entry, packages, timeLimitSeconds } = source;
  return {
    hardware,
    dims,
    inputShapes,
    inputTypes,
    entry,
    entryArguments: source.arguments,
    python: {
      packages: [...packages, ...world.pythonPackages],
      project: null,
      trusted: false,
      timeLimitSeconds,
      memoryLimitBytes: MEMORY_LIMIT_BYTES,
    },
  };
}
