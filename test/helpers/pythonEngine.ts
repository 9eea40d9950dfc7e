import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine } from '../../extension/engine/api';
import type { PythonLimits } from '../../extension/engine/hostPython';
import { createNodeHost } from '../../extension/host/files.node';
import { createPythonHost } from '../../extension/host/python/runner.node';
import { pythonFiles } from '../../extension/host/python/layout.node';
import type { AnalyzeOptions, Engine } from '../../extension/shared/engineCalls';
import { projectRoot } from './root';

export interface PythonEngine {
  readonly engine: Engine;
  /** Options with this engine's limits. */
  options(options?: Partial<AnalyzeOptions>): AnalyzeOptions;
  dispose(): void;
}

/** An engine over the real sandbox, as the product ships it; `npm test` builds that first. */
export function openPythonEngine(
  limits: Partial<PythonLimits> = {},
  cacheFolder = testCache(),
): PythonEngine {
  const host = createNodeHost({
    python: (overlays) =>
      createPythonHost({
        files: pythonFiles(path.join(projectRoot(), 'dist')),
        cacheFolder,
        overlays,
        log: () => undefined,
      }),
  });
  const python: PythonLimits = {
    packages: [],
    project: null,
    trusted: false,
    timeLimitSeconds: 30,
    memoryLimitBytes: 1 << 30,
    ...limits,
  };
  return {
    engine: createEngine(host),
    options: (options = {}) => ({ hardware: 'horowitz-45nm', dims: {}, inputShapes: {}, python, ...options }),
    dispose: () => {
      host.dispose();
    },
  };
}

function testCache(): string {
  return path.join(tmpdir(), 'layercost-test-python');
}
