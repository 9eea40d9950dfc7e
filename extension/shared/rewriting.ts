import type { Costs, Need } from './suggestions';

export const WEIGHT_PLACES = ['keep', 'inside', 'beside'] as const;
export type WeightPlace = (typeof WEIGHT_PLACES)[number];

export interface RewriteRequest {
  /** Ids of suggestions. */
  readonly ids: readonly string[];
  /** Path of the new file. */
  readonly out: string;
  /** Whether a file of that name may be replaced; the model itself and its weights never are. */
  readonly replace?: boolean;
  /** Whether old and new are run on the same inputs and compared before the new file gets its name. */
  readonly verify?: boolean;
  /**
   * Where weights go: `keep` leaves them where they are, `inside` takes all into the model's file, `beside` takes those of
   * 1 KiB and more into one new file beside it. `keep` unless said otherwise.
   */
  readonly weights?: WeightPlace;
  /** Files with inputs (arrays, pictures) in place of random ones. */
  readonly inputs?: readonly string[];
}

/** How an output of the new model differs from that of the old one, on the same inputs. */
export interface OutputComparison {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly maxAbsoluteError: number;
  /** Relative to the output's largest magnitude. */
  readonly maxRelativeError: number;
  /** 1 where both point the same way; null where one of them is zero. */
  readonly cosine: number | null;
  /** In decibels; infinite where nothing differs. */
  readonly signalToNoise: number;
  /** Whether the old output holds a finite number: without one nothing is said by its being the same. */
  readonly comparable: boolean;
  /** Share of rows whose largest element is the same; null where the output is no table of scores. */
  readonly topOneAgreement: number | null;
  /** Why it cannot be compared: another type or shape, or no output of that name. */
  readonly mismatch: string | null;
}

/** Time of a layer in a run, in milliseconds, as the runtime's profile tells; null where that model does not run it. */
export interface LayerLatency {
  readonly name: string;
  /** The runtime's operator, which may have others fused into it. */
  readonly op: string;
  readonly before: number | null;
  readonly after: number | null;
}

export interface Verification {
  readonly outputs: readonly OutputComparison[];
  /** Median time of a run, in milliseconds. */
  readonly latency: { readonly before: number; readonly after: number };
  /** The slowest first; empty where the runtime tells of none. */
  readonly layers: readonly LayerLatency[];
  /** What the runs were fed with. */
  readonly inputs: string;
}

export interface RewriteAnswer {
  readonly path: string;
  readonly applied: readonly string[];
  readonly before: Costs;
  /** What was promised: the edited graph, priced. */
  readonly promised: Costs;
  /** What the written file costs, read back from disk. */
  readonly after: Costs;
  /** What it needs before it is of use; empty where it is as good as the old one. */
  readonly needs: readonly Need[];
  readonly exact: boolean;
  /** Size of the model's file. */
  readonly bytes: number;
  /** The new file that its weights lie in, where one was asked for. */
  readonly weightsFile: { readonly path: string; readonly bytes: number } | null;
  readonly verification: Verification | null;
}
