import { totalFacts } from './totalFacts';
import type { HardwareSummary, ViewAnswer } from '../shared/engineCalls';
import type { Differing } from '../shared/diff';
import type { Report } from '../shared/report';
import type { ViewState } from '../shared/scene';
import type { SuggestionsView } from '../shared/suggestionsView';
import type { Details, DimControl, Finding, PanelSnapshot } from '../shared/webviewProtocol';
import type { LatestStatus } from './latest';

const MAX_FINDINGS = 200;

/** What a panel's state is made of. */
export interface SnapshotParts {
  readonly revision: number;
  readonly title: string;
  readonly status: LatestStatus;
  readonly message: string;
  readonly report: Report | null;
  readonly hardware: string;
  readonly hardwareProfiles: readonly HardwareSummary[];
  readonly view: ViewState;
  readonly answer: ViewAnswer | null;
  readonly selected: Details | null;
  readonly suggestions: SuggestionsView | null;
  readonly differing: Differing;
}

/** The whole state of a panel as one message. */
export function snapshotOf(parts: SnapshotParts): PanelSnapshot {
  const { report, answer, view } = parts;
  return {
    revision: parts.revision,
    title: parts.title,
    status: parts.status === 'idle' ? 'loading' : parts.status,
    message: parts.message,
    totals: report === null ? [] : totalFacts(report),
    hardware: parts.hardware,
    hardwareProfiles: parts.hardwareProfiles,
    dims: report === null ? [] : dimControls(report),
    metric: view.metric,
    view,
    scene: answer?.scene ?? null,
    hotspots: answer?.hotspots ?? [],
    hotspotsLeftOut: answer?.hotspotsLeftOut ?? 0,
    findings: report === null ? [] : findings(report),
    selected: parts.selected,
    suggestions: parts.suggestions,
    differing: parts.differing,
  };
}

function dimControls({ symbols }: Report): readonly DimControl[] {
  return (symbols ?? []).map(({ name, value, assumed, kind }) => ({ name, value, assumed, kind }));
}

function findings({ diagnostics }: Report): readonly Finding[] {
  const shown = diagnostics
    .slice(0, MAX_FINDINGS)
    .map(({ severity, code, message, layer }) => ({ severity, code, message, layer }));
  const left = diagnostics.length - shown.length;
  if (left <= 0) return shown;
  return [
    ...shown,
    { severity: 'info', code: 'more-findings', message: `${left} more findings.`, layer: null },
  ];
}
