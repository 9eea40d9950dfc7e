import { elementCount, emptyLike, type Matrix, transpose, type Weights } from './values';

/** How a linear layer stores its weight: Gemm with transB and torch as [out, in], MatMul as [in, out]. */
export type LinearLayout = 'out-in' | 'in-out';

/** The weight of a linear layer as out x in. Null where it is no matrix. */
export function linearMatrix({ values, dims }: Weights, layout: LinearLayout): Matrix | null {
  const [rows, cols] = dims;
  if (dims.length !== 2 || rows === undefined || cols === undefined) return null;
  const stored = { data: values, rows, cols };
  return layout === 'out-in' ? stored : transpose(stored);
}

/**
 * The matrix whose truncated SVD splits a kh x kw convolution [Cout, Cin, kh, kw] into a kh x 1 and a 1 x kw one
 * (Jaderberg et al. 2014, scheme 2): (Cin kh) x (kw Cout), where element (c kh + i, j Cout + o) is W[o, c, i, j]. Null
 * where the weight is not two-dimensional over space.
 */
export function spatialMatrix({ values, dims }: Weights): Matrix | null {
  const [outs, ins, height, width] = dims;
  if (dims.length !== 4 || outs === undefined || ins === undefined) return null;
  if (height === undefined || width === undefined) return null;
  const data = emptyLike(values, values.length);
  const cols = width * outs;
  let at = 0;
  for (let o = 0; o < outs; o++)
    for (let row = 0; row < ins * height; row++)
      for (let j = 0; j < width; j++) data[row * cols + j * outs + o] = values[at++] ?? 0;
  return { data, rows: ins * height, cols };
}

/**
 * Mode-0 unfolding of a convolution's weight [Cout, Cin, ...kernel]: Cout x (Cin kernel), no copy. Its truncated SVD is
 * Tucker-2's first mode (Kim et al. 2016) and, alone, splits off a 1 x 1 convolution behind. Null without two dims.
 */
export function outputUnfolding({ values, dims }: Weights): Matrix | null {
  const [outs, ...rest] = dims;
  if (outs === undefined || rest.length === 0) return null;
  return { data: values, rows: outs, cols: elementCount(rest) };
}

/** Mode-1 unfolding (Kim et al. 2016): Cin x (Cout kernel); element (c, o kernel + k) is W[o, c, k]. Null without two dims. */
export function inputUnfolding({ values, dims }: Weights): Matrix | null {
  const [outs, ins, ...kernel] = dims;
  if (outs === undefined || ins === undefined) return null;
  const places = elementCount(kernel);
  const data = emptyLike(values, values.length);
  for (let o = 0; o < outs; o++)
    for (let c = 0; c < ins; c++) {
      const from = (o * ins + c) * places;
      data.set(values.subarray(from, from + places), (c * outs + o) * places);
    }
  return { data, rows: ins, cols: outs * places };
}

/**
 * The two convolutions of a spatial decomposition: a kh x 1 weight [rank, Cin, kh, 1] from `left` (Cin kh x rank) and a
 * 1 x kw weight [Cout, rank, 1, kw] from `right` (rank x kw Cout), for a weight of these dims.
 */
export function spatialWeights(
  left: Matrix,
  right: Matrix,
  dims: readonly number[],
): readonly [vertical: Weights, horizontal: Weights] {
  const [outs = 1, ins = 1, height = 1, width = 1] = dims;
  const rank = left.cols;
  const horizontal = emptyLike(right.data, right.data.length);
  for (let r = 0; r < rank; r++)
    for (let j = 0; j < width; j++)
      for (let o = 0; o < outs; o++)
        horizontal[(o * rank + r) * width + j] = right.data[(r * width + j) * outs + o] ?? 0;
  return [
    { values: transpose(left).data, dims: [rank, ins, height, 1] },
    { values: horizontal, dims: [outs, rank, 1, width] },
  ];
}
