import { Diagnostic, DiagnosticSeverity, Disposable, languages, Range, Uri } from 'vscode';
import { plainText } from '../../engine/diagnosticsText';
import type { Severity } from '../../shared/report';
import type { SourceFinding } from '../../shared/sourceLines';
import type { PythonDocument } from './pythonDocument';
import type { PythonDocuments } from './pythonDocuments';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** Stands for the end of a line, whatever its length. */
const LINE_END = 10_000;

/** Findings of a run in the Problems view, at the lines that caused them, in whichever file that is. */
export function showPythonProblems(documents: PythonDocuments, extensionUri: Uri): Disposable {
  const collection = languages.createDiagnosticCollection('layercost-python');
  const documentation = Uri.joinPath(extensionUri, 'docs', 'findings.md');
  const byDocument = new Map<string, readonly SourceFinding[]>();
  const show = (): void => {
    const byFile = new Map<string, Diagnostic[]>();
    for (const finding of [...byDocument.values()].flat()) {
      const file = Uri.file(finding.file).toString();
      byFile.set(file, [...(byFile.get(file) ?? []), diagnosticOf(finding, documentation)]);
    }
    collection.clear();
    for (const [file, found] of byFile) collection.set(Uri.parse(file, true), found);
  };
  return Disposable.from(
    collection,
    documents.onDidChange((document) => {
      const { status } = document.priced.state;
      // While text is typed the last findings stay: they go when the next run says so.
      if (status !== 'ready' && status !== 'failed') return;
      byDocument.set(document.document.uri.toString(), findingsOf(document));
      show();
    }),
    documents.onDidClose((uri) => {
      byDocument.delete(uri.toString());
      show();
    }),
  );
}

/** That a file has nothing to price is no problem of the file. */
function findingsOf(document: PythonDocument): readonly SourceFinding[] {
  const { value, message } = document.priced.state;
  const file = document.document.uri.fsPath;
  if (value === null) return [{ severity: 'error', code: '', message, file, line: 1 }];
  return value.lines.findings.filter(({ severity }) => severity !== 'info');
}

function diagnosticOf(finding: SourceFinding, documentation: Uri): Diagnostic {
  const { message, line, column = 0, endColumn = LINE_END, code, severity } = finding;
  const range = new Range(line - 1, column, line - 1, endColumn);
  const result = new Diagnostic(range, plainText(message), SEVERITIES[severity]);
  result.source = 'LayerCost';
  if (code !== '') result.code = { value: code, target: documentation.with({ fragment: code }) };
  return result;
}
