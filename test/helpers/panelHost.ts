import { formatBytes, formatCount, formatEnergy, formatExact } from '../../extension/engine/units';
import { DEFAULT_PROFILE_ID, findProfile } from '../../extension/engine/hardware/builtInProfiles';
import { buildDetails } from '../../extension/engine/view/details';
import { findHotspots } from '../../extension/engine/view/hotspots';
import { buildScene } from '../../extension/engine/view/scene';
import { groupsAround } from '../../extension/engine/view/tree';
import { NO_DIFFERENCES } from '../../extension/shared/diff';
import type { Report } from '../../extension/shared/report';
import type { ViewState } from '../../extension/shared/scene';
import type { Fact, FromWebview, PanelSnapshot, ToWebview } from '../../extension/shared/webviewProtocol';

/** Answers the panel's messages from a report, as the extension would; `change` overrides parts of every snapshot. */
export interface PanelHost {
  answer(message: FromWebview): readonly ToWebview[];
  snapshot(): PanelSnapshot;
  change(parts: Partial<PanelSnapshot>): void;
}

export function createPanelHost(report: Report): PanelHost {
  const profile = findProfile(DEFAULT_PROFILE_ID);
  let view: ViewState = { metric: 'macs', open: [] };
  let selected: string | null = null;
  let revision = 0;
  let overrides: Partial<PanelSnapshot> = {};
  const snapshot = (): PanelSnapshot => ({
    revision: ++revision,
    title: report.model.name,
    status: 'ready',
    message: '',
    totals: totals(report),
    hardware: report.hardware,
    hardwareProfiles: [
      { id: 'horowitz-45nm', label: 'Horowitz 45 nm' },
      { id: 'tpuv4i-7nm', label: 'TPUv4i 7 nm' },
    ],
    dims: report.symbols ?? [],
    metric: view.metric,
    view,
    scene: buildScene(report, view),
    ...findHotspots(report, view.metric),
    findings: report.diagnostics,
    selected: selected === null || profile === null ? null : buildDetails(report, selected, profile),
    suggestions: null,
    differing: NO_DIFFERENCES,
    ...overrides,
  });
  const whole = (): ToWebview => ({ type: 'snapshot', snapshot: snapshot() });
  return {
    snapshot,
    change: (parts) => {
      overrides = { ...overrides, ...parts };
    },
    answer: (message) => {
      switch (message.type) {
        case 'ready':
          view = message.view ?? view;
          return [whole()];
        case 'view':
          view = message.view;
          return [whole()];
        case 'select':
          selected = message.id;
          return [whole()];
        case 'reveal':
          selected = message.id;
          view = { ...view, open: [...view.open, ...groupsAround(report, message.id)] };
          return [whole(), { type: 'reveal', id: message.id }];
        case 'search':
          return [found(report, message.query)];
        case 'hardware':
        case 'dim':
        case 'openListing':
        case 'openDocs':
        case 'suggest':
        case 'choose':
        case 'preview':
        case 'ranks':
        case 'measureRanks':
        case 'plan':
        case 'applySuggestion':
        case 'cancel':
        case 'fault':
          return [];
      }
    },
  };
}

function found(report: Report, query: string): ToWebview {
  const matches = report.layers
    .filter(({ op, name }) => `${op} ${name}`.toLowerCase().includes(query.toLowerCase()))
    .slice(0, 50)
    .map(({ id, name, op }) => ({ id, name, op, family: 'layer', cost: '' }));
  return { type: 'found', query, matches, leftOut: 0 };
}

function totals({ totals: sums }: Report): readonly Fact[] {
  return [
    { label: 'MACs', value: `${formatCount(sums.macs)} (${formatExact(sums.macs)})` },
    { label: 'Params', value: `${formatCount(sums.params)} (${formatExact(sums.params)})` },
    { label: 'Moved', value: formatBytes(sums.movedBytes) },
    { label: 'Energy', value: formatEnergy(sums.energy.totalPj) },
  ];
}
