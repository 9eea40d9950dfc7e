import { Diagnostic, DiagnosticSeverity, Disposable, languages, Range, Uri } from 'vscode';
import { plainText } from '../engine/diagnosticsText';
import type { Report, ReportDiagnostic, Severity } from '../shared/report';
import { lineOfOrigins } from './listingPlaces';
import { listingUri } from './listingUri';
import type { ModelDocument } from './modelDocument';
import type { Models } from './models';
import { isPython } from './python/pythonText';

/** A model can repeat one finding thousands of times; more than this nobody reads. */
const MAX_FINDINGS = 250;

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** Findings of the models that are looked at, in the Problems view: on the model file and on the listing's lines. */
export function showFindings(models: Models, extensionUri: Uri): Disposable {
  const collection = languages.createDiagnosticCollection('layercost');
  const documentation = Uri.joinPath(extensionUri, 'docs', 'findings.md');
  return Disposable.from(
    collection,
    models.onDidChange((model) => {
      // Source files have their findings on their own lines.
      if (isPython(model.uri)) return;
      const { status } = model.analysis.state;
      if (status !== 'ready' && status !== 'failed') return;
      collection.set(model.uri, findingsOf(model, documentation));
      collection.set(listingUri(model.uri), listingFindings(model, documentation));
    }),
    models.onDidClose((model) => {
      collection.delete(model);
      collection.delete(listingUri(model));
    }),
  );
}

function findingsOf(model: ModelDocument, documentation: Uri): Diagnostic[] {
  const { value, message } = model.analysis.state;
  if (value === null) return [diagnostic(0, message, DiagnosticSeverity.Error)];
  return capped(value.report.diagnostics).map((finding) => {
    const where = layerNameOf(value.report, finding.layer);
    return withCode(
      diagnostic(0, where + finding.message, SEVERITIES[finding.severity]),
      finding.code,
      documentation,
    );
  });
}

/** The listing repeats only what belongs to one of its lines. */
function listingFindings(model: ModelDocument, documentation: Uri): Diagnostic[] {
  const report = model.analysis.state.value?.report;
  const listing = model.listing.state.value;
  if (report === undefined || listing === null) return [];
  const origins = new Map(report.layers.map((layer) => [layer.id, layer.origins ?? []]));
  return capped(report.diagnostics).flatMap((finding) => {
    const line = finding.layer === null ? null : lineOfOrigins(listing, origins.get(finding.layer) ?? []);
    if (line === null) return [];
    return [
      withCode(diagnostic(line, finding.message, SEVERITIES[finding.severity]), finding.code, documentation),
    ];
  });
}

function capped(findings: readonly ReportDiagnostic[]): readonly ReportDiagnostic[] {
  if (findings.length <= MAX_FINDINGS) return findings;
  const left = findings.length - MAX_FINDINGS;
  const note = `${left} more findings are not shown here; the command line lists them all.`;
  return [...findings.slice(0, MAX_FINDINGS), { severity: 'info', code: '', message: note, layer: null }];
}

function layerNameOf(report: Report, id: string | null): string {
  const layer = id === null ? undefined : report.layers.find((candidate) => candidate.id === id);
  return layer === undefined ? '' : `${layer.op} ${layer.name}: `;
}

function diagnostic(line: number, message: string, severity: DiagnosticSeverity): Diagnostic {
  const result = new Diagnostic(new Range(line, 0, line, 1000), plainText(message), severity);
  result.source = 'LayerCost';
  return result;
}

function withCode(result: Diagnostic, code: string, documentation: Uri): Diagnostic {
  if (code === '') return result;
  result.code = { value: code, target: documentation.with({ fragment: code }) };
  return result;
}
