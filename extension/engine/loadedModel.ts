import type { SourceRun } from './cost/report';
import type { EngineDiagnostic } from './diagnostics';
import type { Model } from './ir/graph';

/** A model as read, the same without function calls (which is what is priced), and findings on the way there. */
export interface LoadedModel {
  readonly model: Model;
  readonly inlined: Model;
  readonly findings: readonly EngineDiagnostic[];
  readonly fingerprint: string;
  /** The file's version when it was read; absent for source code. */
  readonly version?: string;
  /** What was run, for source code. */
  readonly run?: SourceRun;
}
