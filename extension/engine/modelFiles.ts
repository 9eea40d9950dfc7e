import type { Subject } from './compression';
import type { ExternalFile, ModelFiles } from './hostRuntime';
import type { StoredTensor } from './ir/graph';

/** The model and the files beside it that its tensors lie in. */
export function filesOf({ path, base }: Subject): ModelFiles {
  return { path, external: externalFiles(base.shaped.stored) };
}

/** Files beside a model that these tensors lie in, each once. */
export function externalFiles(stored: Iterable<StoredTensor>): readonly ExternalFile[] {
  const files = new Set<string>();
  for (const { payload } of stored) if (payload?.file) files.add(payload.file);
  return [...files].map((name) => ({ name }));
}
