import type { Differing } from './diff';
import type { DocSection } from './documentation';
import type { Hotspot, Metric, Scene, ViewState } from './scene';
import type { SuggestionsView } from './suggestionsView';

/** Raised whenever a message changes shape: an old page that outlived an update asks to be reloaded. */
export const PROTOCOL_VERSION = 4;

export interface DimControl {
  readonly name: string;
  readonly value: number | null;
  readonly assumed: boolean;
  readonly kind: 'declared' | 'data';
}

/** Name and value of one line in a table of facts; plain text. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** How a figure came about; all of it plain text. */
export interface Derivation {
  /** The formula and, in the lines after it, the same with the values of this layer; empty where there is none to show. */
  readonly formula: readonly string[];
  /** The same in one line, for where room is short. */
  readonly brief: string;
  /** The convention, and where its constants are from, in a sentence each. */
  readonly convention: readonly string[];
  /** Where the documentation says so. */
  readonly section: DocSection;
}

/** A cost in the detail pane. */
export interface Figure extends Fact {
  /** What has to be known beside the value. */
  readonly remark?: string;
  readonly derivation?: Derivation;
}

/** What the detail pane shows of the selected layer or group. */
export interface Details {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly family: string;
  readonly costs: readonly Figure[];
  readonly shares: readonly Fact[];
  readonly inputs: readonly Fact[];
  readonly outputs: readonly Fact[];
  readonly attributes: readonly Fact[];
  readonly notes: readonly string[];
  readonly hasSource: boolean;
}

export interface Finding {
  readonly severity: 'error' | 'warning' | 'info';
  readonly code: string;
  readonly message: string;
  readonly layer: string | null;
}

/** The whole state of the panel. Always complete: a hidden webview loses messages, so nothing is sent as a delta. */
export interface PanelSnapshot {
  readonly revision: number;
  readonly title: string;
  readonly status: 'loading' | 'ready' | 'stale' | 'failed';
  /** Progress or failure in one sentence; "" when there is nothing to say. */
  readonly message: string;
  readonly totals: readonly Fact[];
  readonly hardware: string;
  readonly hardwareProfiles: readonly { readonly id: string; readonly label: string }[];
  readonly dims: readonly DimControl[];
  readonly metric: Metric;
  readonly view: ViewState;
  readonly scene: Scene | null;
  readonly hotspots: readonly Hotspot[];
  /** Layers beyond the listed hotspots; the list is capped and says so. */
  readonly hotspotsLeftOut: number;
  readonly findings: readonly Finding[];
  readonly selected: Details | null;
  /** Null until somebody asks for suggestions. */
  readonly suggestions: SuggestionsView | null;
  /** What is marked in comparison with another model. */
  readonly differing: Differing;
}

/** A layer that a search found, whether or not its group is open. */
export interface SearchMatch {
  readonly id: string;
  readonly name: string;
  readonly op: string;
  readonly family: string;
  /** Formatted value in the chosen metric. */
  readonly cost: string;
}

/** `reveal` scrolls to a box that the last snapshot holds; `found` answers a `search` of the same query. */
export type ToWebview =
  | { readonly type: 'snapshot'; readonly snapshot: PanelSnapshot }
  | { readonly type: 'reveal'; readonly id: string }
  | {
      readonly type: 'found';
      readonly query: string;
      readonly matches: readonly SearchMatch[];
      readonly leftOut: number;
    };

export type FromWebview =
  | { readonly type: 'ready'; readonly version: number; readonly view: ViewState | null }
  | { readonly type: 'view'; readonly view: ViewState }
  | { readonly type: 'hardware'; readonly id: string }
  | { readonly type: 'dim'; readonly name: string; readonly value: number | null }
  | { readonly type: 'select'; readonly id: string | null }
  /** Asks for the groups around a layer to be opened: answered by a snapshot that selects it and a `reveal`. */
  | { readonly type: 'reveal'; readonly id: string }
  | { readonly type: 'search'; readonly query: string }
  | { readonly type: 'openListing'; readonly id: string | null }
  /** Shows a section of the documentation beside the panel. */
  | { readonly type: 'openDocs'; readonly section: DocSection }
  /** Asks for suggestions: the view appears in the next snapshot. */
  | { readonly type: 'suggest' }
  /** The cards that are chosen from here on. */
  | { readonly type: 'choose'; readonly ids: readonly string[] }
  | { readonly type: 'preview'; readonly id: string | null }
  /** Asks for what the ranks of a card come to; null closes them. */
  | { readonly type: 'ranks'; readonly id: string | null }
  /** Measure output errors of the ranks that are shown, or stop that. */
  | { readonly type: 'measureRanks' }
  /** Asks for a plan, in the words of the command line: `macs=1G,energy=50%`. */
  | { readonly type: 'plan'; readonly budget: string }
  | { readonly type: 'applySuggestion'; readonly id: string }
  | { readonly type: 'cancel' }
  | { readonly type: 'fault'; readonly message: string };
