/** A file at a revision, as Git writes it: `HEAD~1:nets/model.onnx`. */
export interface RevisionPath {
  /** Anything that names a commit or tree; "" is the index. */
  readonly revision: string;
  /** From the root of the repository, or from the current folder where it begins with `./` or `../`. */
  readonly path: string;
  /** Which side of a conflict in the index; 0 without one and for revisions. */
  readonly stage: number;
}

/** Reads Git's notation, with the first colon outside braces as its sign; null for text that is none. */
export function parseRevisionPath(text: string): RevisionPath | null {
  const colon = firstColon(text);
  if (colon < 0) return null;
  const revision = text.slice(0, colon);
  const rest = text.slice(colon + 1);
  const stage = revision === '' ? /^[0-3](?=:)/.exec(rest)?.[0] : undefined;
  const path = stage === undefined ? rest : rest.slice(2);
  // No tree holds such names; drives (`C:\`) and addresses (`https://`) do look like this.
  if (path === '' || /^[\\/]/.test(path) || text.includes('\0')) return null;
  return { revision, path, stage: Number(stage ?? 0) };
}

/** `HEAD^{/fix: it}` holds a colon that ends no revision. */
function firstColon(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{') depth++;
    else if (character === '}' && depth > 0) depth--;
    else if (character === ':' && depth === 0) return at;
  }
  return -1;
}

/** Why source code is not compared with a revision of itself. */
export const SOURCE_REFUSED =
  'Source code imports its neighbours, and those would not be of that revision; git worktree add checks out all of it, to diff two files.';
