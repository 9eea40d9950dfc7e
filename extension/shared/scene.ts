/** What a heat colour, a hotspot list and a share can be about. */
export const METRICS = ['macs', 'params', 'bytes', 'energy', 'intensity'] as const;
export type Metric = (typeof METRICS)[number];

/** Id of the group that holds everything; it is always open. */
export const ROOT_GROUP = 'group:';

/** What the user chose to look at: persisted by the webview, sent to the host, answered with a {@link Scene}. */
export interface ViewState {
  readonly metric: Metric;
  /**
   * Ids of the groups that are open; a group that is not listed is drawn as one box. A list without
   * {@link ROOT_GROUP} adds to the first view, so that an empty one is the first view.
   */
  readonly open: readonly string[];
}

export type SceneNodeKind = 'layer' | 'group' | 'input' | 'output';

/** A box, in scene units with the origin at the top left. Text is plain text, never markup. */
export interface SceneNode {
  readonly id: string;
  readonly kind: SceneNodeKind;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Operator or group name. */
  readonly title: string;
  /** Node name, shortened to fit. */
  readonly subtitle: string;
  /** The two or three attributes that matter: kernel, stride, groups, channels. */
  readonly detail: string;
  /** Shape of the first output, for example `1x64x112x112`. */
  readonly shape: string;
  /** Operator family: selects the header colour. */
  readonly family: string;
  /** 0 to 1 of the hottest visible box in the chosen metric; null where the cost is unknown. */
  readonly heat: number | null;
  /** The cost in the chosen metric with its share, formatted: `115.6 M (2.8%)`. */
  readonly cost: string;
  /** The cost's full line for a tooltip and for screen readers. */
  readonly label: string;
  /** One of the layers that make up the first half of the metric (or a group that holds one). */
  readonly hot: boolean;
  /** `x12` for a repeated block, else 1. */
  readonly repeat: number;
  /** Why the cost is not known, or null. */
  readonly unknown: string | null;
  /** Drawn as a small pill: constants, shape arithmetic, the model's inputs and outputs. */
  readonly compact?: boolean;
}

export interface SceneEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Polyline as x0, y0, x1, y1, ... */
  readonly points: readonly number[];
  /** Shape where it changes along the edge; "" elsewhere. */
  readonly label: string;
  readonly hot: boolean;
}

/** Frame around the members of an open group. */
export interface SceneFrame {
  readonly id: string;
  readonly title: string;
  readonly cost: string;
  readonly repeat: number;
  /** 0 for a frame that lies in no other. */
  readonly depth: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Everything the graph view draws, already laid out. Arrays are in reading order (program order). */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly SceneNode[];
  readonly edges: readonly SceneEdge[];
  readonly frames: readonly SceneFrame[];
}

/** A row of the hotspot list, hottest first. */
export interface Hotspot {
  readonly id: string;
  readonly name: string;
  readonly op: string;
  readonly family: string;
  /** Formatted value in the chosen metric. */
  readonly cost: string;
  readonly share: number;
  readonly cumulativeShare: number;
  readonly hot: boolean;
}
