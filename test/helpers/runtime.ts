import path from 'node:path';
import type { ModelRuntime } from '../../extension/engine/hostRuntime';
import { createModelRuntime, runtimeFiles } from '../../extension/host/runtime/runtime.node';
import { projectRoot } from './root';

/** The runtime as it ships, out of dist/; a run of it takes seconds on a busy machine. */
export function builtRuntime(): ModelRuntime {
  return createModelRuntime(runtimeFiles(path.join(projectRoot(), 'dist')));
}

export const RUNTIME_PATIENCE_MILLISECONDS = 120_000;
