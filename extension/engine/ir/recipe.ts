/**
 * How the elements of a tensor that a rewrite introduces come from those of the model's own: enough to compute
 * them when the new model is written. Pricing never looks at it. Tensors are named as in the graph before the edit.
 */
export type WeightRecipe =
  /** Nothing of the old weights fits: the tensor starts untrained. `fan` is the number of inputs of one output. */
  | { readonly kind: 'untrained'; readonly fan: number }
  /** Small numbers that the rewrite itself brings along; they stand in the tensor's content. */
  | { readonly kind: 'literal' }
  /** One factor of a decomposition, counted from the input's side. */
  | {
      readonly kind: 'factor';
      readonly of: string;
      readonly by: 'svd' | 'spatial-svd' | 'tucker-2';
      readonly part: number;
      readonly ranks: readonly number[];
      /** For `svd`: how the old weight and both factors stand, outputs or inputs first. */
      readonly layout?: 'in-out' | 'out-in';
    }
  /** The convolution's weight or bias with a batch normalization folded in. */
  | {
      readonly kind: 'folded';
      readonly part: 'weight' | 'bias';
      readonly weight: string;
      readonly bias: string | null;
      readonly normalization: readonly [scale: string, shift: string, mean: string, variance: string];
      readonly epsilon: number;
      /** Axis of the output channels in the weight. */
      readonly axis: number;
    }
  | { readonly kind: 'cast'; readonly of: string }
  /** Symmetric quantization: per index of `axis`, or per group of `group` elements along `axis`. */
  | {
      readonly kind: 'quantized';
      readonly of: string;
      readonly part: 'values' | 'scale';
      readonly bits: number;
      readonly axis: number;
      readonly group: number | null;
    }
  /** Indices into, or the entries of, a table of `2^bits` shared values. */
  | {
      readonly kind: 'codebook';
      readonly of: string;
      readonly part: 'indices' | 'entries';
      readonly bits: number;
    }
  /** The same with elements set to 0: the smallest of all, or the smallest of each group of `m` along the inputs. */
  | {
      readonly kind: 'masked';
      readonly of: string;
      /** Axis of the inputs. */
      readonly axis: number;
      readonly pattern: { readonly n: number; readonly m: number } | { readonly density: number };
    }
  /** Along each listed axis the slices of some channels only; `groups` says which channel group decides. */
  | {
      readonly kind: 'sliced';
      readonly of: string;
      readonly axes: readonly SlicedAxis[];
    }
  /** Scale or zero point of an activation: from its range on calibration data. */
  | { readonly kind: 'calibrated'; readonly of: string; readonly part: 'scale' | 'zero' }
  /** What a part of the graph computes from stored tensors alone. */
  | { readonly kind: 'evaluated'; readonly output: string };

/** An axis that keeps some channels; `makes` where they are the outputs of the layer that begins their group. */
export interface SlicedAxis {
  readonly axis: number;
  readonly makes: boolean;
  readonly kept: readonly ChannelRun[];
}

/** Channels of one group that lie side by side along an axis, each `repeat` elements wide. */
export interface ChannelRun {
  readonly group: number;
  readonly size: number;
  readonly keep: number;
  readonly repeat: number;
}
