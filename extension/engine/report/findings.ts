import type { Report, ReportDiagnostic, Severity } from '../../shared/report';
import { layerName } from './cells';
import { plainText } from '../diagnosticsText';
import { shortenEnd } from './plainText';

/** Findings with the same code, as one line of a summary. */
export interface FindingGroup {
  readonly severity: Severity;
  readonly code: string;
  readonly count: number;
  /** The first finding's message. */
  readonly message: string;
  /** Where it is in source code, as `file:line`, or "". */
  readonly place: string;
  /** Names of the first few layers concerned. */
  readonly layers: readonly string[];
}

const ORDER: readonly Severity[] = ['error', 'warning', 'info'];
const MAX_LAYERS = 3;
const MAX_MESSAGE = 400;

/** Groups a report's findings by severity and code, the severest first. */
export function findingGroups(report: Report): readonly FindingGroup[] {
  const names = new Map(report.layers.map((layer) => [layer.id, layerName(layer)]));
  const groups = new Map<string, ReportDiagnostic[]>();
  for (const finding of report.diagnostics) {
    const key = `${finding.severity} ${finding.code}`;
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [finding]);
    else members.push(finding);
  }
  return [...groups.values()]
    .map((members) => groupOf(members, names))
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

function groupOf(members: readonly ReportDiagnostic[], names: ReadonlyMap<string, string>): FindingGroup {
  const [first] = members;
  const layers = members.flatMap(({ layer }) =>
    layer === null ? [] : [names.get(layer) ?? plainText(layer)],
  );
  return {
    severity: first?.severity ?? 'info',
    code: plainText(first?.code ?? ''),
    count: members.length,
    message: shortenEnd(plainText(first?.message ?? ''), MAX_MESSAGE),
    place: first?.source ? plainText(`${first.source.file}:${first.source.line}`) : '',
    layers: [...new Set(layers)].slice(0, MAX_LAYERS),
  };
}

/** `unsupported-operator (3 times): message [layer, layer, ...]`, in source code `python-shape: net.py:12: message` */
export function formatFinding(group: FindingGroup): string {
  const times = group.count === 1 ? '' : ` (${group.count} times, the first:)`;
  const more = group.count > group.layers.length && group.layers.length > 0 ? ', ...' : '';
  const where = group.layers.length === 0 ? '' : ` [${group.layers.join(', ')}${more}]`;
  const place = group.place === '' ? '' : `${group.place}: `;
  return `${group.severity} ${group.code}${times}: ${place}${group.message}${where}`;
}
