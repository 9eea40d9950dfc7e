import type { ReportPlace, Severity } from '../shared/report';

/** Codes of findings; each is a heading of docs/findings.md. */
export const DIAGNOSTIC_CODES = {
  'unsupported-operator': 'warning',
  'missing-external-file': 'warning',
  'external-file-too-short': 'warning',
  'shape-conflict': 'error',
  'declared-shape-differs': 'warning',
  'invalid-tensor': 'error',
  'missing-tensor': 'error',
  'duplicate-tensor': 'error',
  'cyclic-graph': 'error',
  'unsorted-graph': 'warning',
  'assumed-dim': 'info',
  'overridden-dim': 'info',
  'decided-at-run-time': 'info',
  'unknown-shape': 'warning',
  'beyond-exact-integers': 'warning',
  'invalid-function': 'warning',
  'python-syntax': 'error',
  'python-error': 'error',
  'python-shape': 'error',
  'depends-on-data': 'warning',
  'unsupported-torch': 'warning',
  'missing-package': 'warning',
  'bad-directive': 'warning',
  'bad-configuration': 'warning',
  'no-entry': 'info',
  'unused-parameters': 'info',
  'python-time-limit': 'error',
  'python-memory-limit': 'error',
  'python-refused': 'warning',
  'python-unavailable': 'warning',
} as const satisfies Record<string, Severity>;

export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES;

/** A finding before layers have their report ids: `origin` names the node as "path:index", or null for the model. */
export interface EngineDiagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  readonly origin: string | null;
  /** Where it is in source code, if it is there. */
  readonly source?: ReportPlace;
}

/** The input is not a model, or so damaged that nothing can be said of it. The message is one sentence for the user. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

/** The caller no longer wants the answer. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Throws {@link Cancelled} once the caller has given up. */
export function checkCancelled(signal: { readonly aborted: boolean } | undefined): void {
  if (signal?.aborted === true) throw new Cancelled('cancelled');
}
