import type { Work } from './pace';
import { asTransposed, multiplyRows } from './product';
import { truncatedSvd } from './truncate';
import { inputUnfolding, outputUnfolding } from './unfold';
import { elementCount, type Float64Matrix, type Matrix, type Weights } from './values';

/**
 * W[o, c, k] is nearly the sum over a and b of out[o, a] core[a, b, k] in[c, b]: a 1 x 1 convolution from Cin to
 * inRank, the core's convolution, and a 1 x 1 convolution from outRank to Cout.
 */
export interface Tucker2 {
  /** Cout x outRank, orthonormal columns. */
  readonly out: Matrix;
  /** Cin x inRank, orthonormal columns. */
  readonly in: Matrix;
  /** [outRank, inRank, ...kernel]. */
  readonly core: Weights;
}

/**
 * Tucker-2 decomposition of a convolution's weight [Cout, Cin, ...kernel] by truncated higher-order SVD (De Lathauwer et
 * al. 2000; for convolutions Kim et al. 2016): leading left singular vectors of both unfoldings, and the weight
 * projected on them. Null where an element is not finite or there are fewer than two dims.
 */
export async function tucker2(
  weights: Weights,
  outRank: number,
  inRank: number,
  work: Work,
): Promise<Tucker2 | null> {
  const [outs, ins, ...kernel] = weights.dims;
  const byOutput = outputUnfolding(weights);
  const byInput = inputUnfolding(weights);
  if (outs === undefined || ins === undefined || !byOutput || !byInput) return null;
  const out = await leftVectors(byOutput, outRank, work);
  const input = out && (await leftVectors(byInput, inRank, work));
  if (!out || !input) return null;
  const half = await multiplyRows(asTransposed(out), asTransposed(byOutput), work);
  const core = await projectInput({ values: half.data, dims: [out.cols, ins, ...kernel] }, input, work);
  return core && { out, in: input, core };
}

/** Leading left singular vectors, one a column. */
async function leftVectors(matrix: Matrix, rank: number, work: Work): Promise<Float64Matrix | null> {
  const svd = await truncatedSvd(matrix, rank, work);
  if (svd === null) return null;
  const { left, values } = svd;
  const data = left.data.map((value, at) => {
    const norm = values[at % left.cols] ?? 0;
    return norm === 0 ? 0 : value / norm;
  });
  return { ...left, data };
}

/** Replaces dim 1 (Cin) by inRank: projects on the columns of `input` (Cin x inRank). */
async function projectInput(weights: Weights, input: Matrix, work: Work): Promise<Weights | null> {
  const [outs = 1, , ...kernel] = weights.dims;
  const byInput = inputUnfolding(weights);
  if (!byInput) return null;
  const projected = await multiplyRows(asTransposed(input), asTransposed(byInput), work);
  // Unfolding once more swaps the first two dims back.
  const swapped = inputUnfolding({ values: projected.data, dims: [input.cols, outs, elementCount(kernel)] });
  return swapped && { values: swapped.data, dims: [outs, input.cols, ...kernel] };
}
