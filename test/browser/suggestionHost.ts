import { readRankId } from '../../extension/shared/ranks';
import type { RankCurveView, SuggestionsView } from '../../extension/shared/suggestionsView';
import type { FromWebview, PanelSnapshot, ToWebview } from '../../extension/shared/webviewProtocol';
import { createPanelHost } from '../helpers/panelHost';
import { residualReport } from '../helpers/sampleReports';
import { openPage, type Webview } from './harness';
import { barsFor, rankCurve, SAMPLE_PLAN, SAMPLE_VIEW, samplePreview } from './suggestionSamples';
import type { Theme } from './themes';

/** The panel with a stand-in for the extension that answers what the Suggestions view asks. */
export interface SuggestionPanel {
  readonly web: Webview;
  /** Sends the snapshot with other suggestions. */
  change(parts: Partial<SuggestionsView> | null): Promise<void>;
  /** Sends the snapshot with other marks of a comparison. */
  differ(differing: PanelSnapshot['differing']): Promise<void>;
}

interface Options {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  /** What the first snapshot holds; null is the default. */
  readonly view?: SuggestionsView | null;
}

/** Opens the panel on a small network and waits for its first drawing. */
export async function openSuggestions(options: Options = {}): Promise<SuggestionPanel> {
  const { theme = 'dark', width = 1440, height = 900 } = options;
  const host = createPanelHost(residualReport(2));
  let view = options.view ?? null;
  host.change({ suggestions: view });
  const snapshot = (): ToWebview => {
    host.change({ suggestions: view });
    return { type: 'snapshot', snapshot: host.snapshot() };
  };
  const web = await openPage({
    theme,
    width,
    height,
    onMessage: async (message, webview) => {
      const next = answer(view, message);
      if (next) {
        view = next;
        await webview.send(snapshot());
      } else for (const sent of host.answer(message)) await webview.send(sent);
    },
  });
  await web.message('ready');
  await web.page.locator('svg.graph[data-level]').first().waitFor();
  return {
    web,
    change: async (parts) => {
      view = parts && { ...(view ?? SAMPLE_VIEW), ...parts };
      await web.send(snapshot());
    },
    differ: async (differing) => {
      host.change({ differing });
      await web.send(snapshot());
    },
  };
}

/** What the extension would have after a message; null where it is none about suggestions. */
function answer(view: SuggestionsView | null, message: FromWebview): SuggestionsView | null {
  if (message.type === 'suggest') return SAMPLE_VIEW;
  if (view === null) return null;
  if (message.type === 'choose') return { ...view, ...chosen(message.ids), ...ranksOf(view, message.ids) };
  if (message.type === 'ranks')
    return { ...view, rankCurve: message.id === null ? null : rankCurve(message.id) };
  if (message.type === 'measureRanks')
    return { ...view, rankCurve: view.rankCurve && measured(view.rankCurve) };
  if (message.type === 'preview')
    return { ...view, preview: message.id === null ? null : samplePreview(message.id) };
  if (message.type !== 'plan') return null;
  const ids = SAMPLE_PLAN.points[SAMPLE_PLAN.chosen]?.ids ?? [];
  return { ...view, budget: message.budget, plan: SAMPLE_PLAN, message: '', ...chosen(ids) };
}

/** Every third rank with an error that falls; the smallest is off beyond the plot. */
function measured(curve: RankCurveView): RankCurveView {
  const points = curve.points.map((point, i) => {
    const error = 2 * (1 - point.rank / curve.full);
    return i % 3 === 0
      ? { ...point, error, errorText: `${(error * 100).toFixed(1)}% of the output (root mean square)` }
      : point;
  });
  return { ...curve, points };
}

/** Two of one layer exclude each other. */
export function chosen(ids: readonly string[]): Pick<SuggestionsView, 'chosen' | 'combined'> {
  if (ids.length === 0) return { chosen: ids, combined: null };
  const rivals = ids.filter((id) => id.endsWith('@1'));
  const conflicts =
    rivals.length > 1
      ? [`${rivals[1] ?? ''} is not applied: ${rivals[0] ?? ''} replaces the same layer.`]
      : [];
  const bars = barsFor({
    MACs: 0.64,
    Params: 0.62,
    Weights: 0.31,
    Moved: 0.52,
    'Peak memory': 1.33,
    Energy: 0.57,
  });
  const risk =
    'Risk 0.21: the sum over what is chosen, each by its level and the share of the model that it changes.';
  return { chosen: ids, combined: { bars, risk, conflicts } };
}

/** Ranks that have no card, and the chosen one of the curve that is open. */
function ranksOf(
  { cards, rankCurve: curve }: SuggestionsView,
  ids: readonly string[],
): Pick<SuggestionsView, 'chosenRanks' | 'rankCurve'> {
  const others = ids.filter((id) => readRankId(id) !== null && !cards.some((card) => card.id === id));
  const rank = ids.map((id) => readRankId(id)?.rank).find((found) => found !== undefined) ?? null;
  return {
    chosenRanks: others.map((id) => ({
      id,
      text: `Low rank by SVD, rank ${readRankId(id)?.rank ?? 0}, layers/0/conv2`,
    })),
    rankCurve: curve && { ...curve, chosen: rank },
  };
}
