import type { CancelSignal, Progress } from './host';

/** What the sandbox may use and how long; comes from the front end's settings. */
export interface PythonLimits {
  /** Folders of installed packages, read as source; the first that has a package wins. */
  readonly packages: readonly string[];
  /** The folder that the file's own imports may reach: the workspace folder; null is the file's own project. */
  readonly project: string | null;
  /** Whether the user trusts this workspace: asked only where the process cannot be locked down. */
  readonly trusted: boolean;
  readonly timeLimitSeconds: number;
  readonly memoryLimitBytes: number;
}

/** An entry from layercost.json; `inputs` are shapes like `1x3x224x224`, optionally `name=shape` and `shape:dtype`. */
export interface ConfiguredEntry {
  readonly entry: string;
  readonly inputs: readonly string[];
}

export interface PythonJob {
  /** "entries" lists what can be priced; "trace" runs one entry. */
  readonly task: 'entries' | 'trace';
  /** Absolute path of the source file. */
  readonly path: string;
  /** Id of an entry or an expression of the module; "" is the first that can be built. */
  readonly entry: string;
  /** Keyword arguments in Python, in place of the entry's own; "" leaves them. */
  readonly arguments: string;
  /** Shapes by input name; "" is the first input. */
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
  /** Element types by input name, for those that were given one. */
  readonly inputTypes: Readonly<Record<string, string>>;
  readonly configured: readonly ConfiguredEntry[];
  readonly limits: PythonLimits;
  /** What the file is taken to hold, whatever is on disk or in an editor: a rewrite that is tried out. */
  readonly text?: string;
}

export interface PythonAnswer {
  /** Parsed JSON, unchecked. */
  readonly payload: unknown;
  /** Equal for equal jobs over equal contents of every file that was read. */
  readonly fingerprint: string;
}

/** Why the sandbox gave no answer; the message is one sentence for the user. */
export class PythonFailure extends Error {
  override readonly name = 'PythonFailure';
  readonly code: 'python-time-limit' | 'python-memory-limit' | 'python-refused' | 'python-unavailable';

  constructor(code: PythonFailure['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Runs Python in a process that can reach nothing: the engine's doorway to code that defines models. */
export interface PythonHost {
  /** Rejects with {@link PythonFailure}, or with Cancelled once the signal says so. */
  run(
    job: PythonJob,
    context: { readonly signal?: CancelSignal; readonly progress?: Progress },
  ): Promise<PythonAnswer>;
}
