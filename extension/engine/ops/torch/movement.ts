import { mul } from '../../ir/dim';
import { elementCount } from '../../ir/shape';
import { tensor } from '../../ir/tensor';
import type { OpSpec, SolvedView, UnknownWork, Work } from '../op';
import { perOutputElement, unknownInput, unknownOutput } from '../support/measure';
import { asRecorded } from './products';
import { own } from '../../own';

function named(names: string): readonly string[] {
  return names
    .split(/\s+/)
    .filter((name) => name !== '')
    .map((name) => `torch:${name}`);
}

/** Views whose ONNX counterparts move nothing. */
const VIEWS = named('Reshape Flatten Squeeze Unsqueeze ViewAsReal ViewAsComplex Real Imag AsStrided Detach');

/** What is read is what is written: slices and rows. */
const ROWS = named('Slice Select Index Take Diagonal Narrow');

/** Data that are copied, made or rearranged: no arithmetic. */
const MOVES = named(`
  Expand Split Stack Repeat Roll Flip Rot90 Tril Triu Pad Unfold Fold IndexPut Scatter ScatterAdd ScatterReduce IndexAdd IndexCopy
  IndexFill IndexReduce Put MaskedScatter Clone Fill Random OneHot PixelShuffle PixelUnshuffle MaxIndices
  MaxUnpool Diag DiagEmbed DiagFlat BlockDiag Meshgrid Combinations CartesianProd Bucketize SearchSorted TopK Sort ArgSort
  Window Vander SelectScatter SliceScatter DiagonalScatter Dequantize`);

/** Taps of an interpolation along each axis that is resized. */
const TAPS: Readonly<Record<string, number>> = { linear: 2, bilinear: 2, trilinear: 2, bicubic: 4 };

/** Resizing as ONNX's Resize: nearest 0, linear 2 and cubic 4 to the power of the resized axes; area reads each input once. */
function interpolateWork(view: SolvedView): Work | UnknownWork {
  const x = view.input(0).shape;
  const y = view.output(0).shape;
  if (x === null || y === null) return x === null ? unknownInput(view, 0) : unknownOutput(view);
  const mode = view.string('mode', 'nearest');
  if (mode === 'area') return { elementOps: elementCount(x) };
  const resized = y.filter((dim, axis) => dim !== x[axis]).length;
  const taps = own(TAPS, mode);
  return { elementOps: taps === undefined || resized === 0 ? 0 : mul(elementCount(y), taps ** resized) };
}

/** Pooling windows that ONNX does not have: the kernel's volume per output element. */
function windowWork(view: SolvedView): Work | UnknownWork {
  const y = view.output(0).shape;
  if (y === null) return unknownOutput(view);
  const volume = (view.ints('kernel_shape') ?? []).reduce((a, b) => a * b, 1);
  return { elementOps: mul(elementCount(y), volume) };
}

/** Bilinear samples per output element: 5 operations each, as ONNX's RoiAlign; an adaptive number of samples is data. */
function roiWork(view: SolvedView): Work | UnknownWork {
  const y = view.output(0).shape;
  if (y === null) return unknownOutput(view);
  const ratio = view.int('sampling_ratio', 0);
  if (ratio <= 0) return { unknown: 'how many samples it takes per bin depends on the size of each region' };
  return { elementOps: mul(elementCount(y), 5 * ratio * ratio) };
}

/** Why decompositions and solvers have no figure. */
function iterative(): UnknownWork {
  return { unknown: 'how many operations it takes depends on the algorithm of the library' };
}

const SOLVERS = named(`
  Inverse Det Slogdet LogDet Solve SolveTriangular TriangularSolve SVD SVDVals QR Eig Eigh EigVals EigValsh Cholesky CholeskySolve LU LUFactor PInverse MatrixExp
  MatrixPower MatrixRank LstSq Orthogonal FFT STFT ISTFT Loss Householder Cond Pinv Ldl`);

/** Movement, resizing and what has no known cost. */
export const TORCH_MOVEMENT_OPS: readonly OpSpec[] = [
  { types: VIEWS, infer: asRecorded, traffic: 'none', carries: [0] },
  { types: ROWS, infer: asRecorded, traffic: 'rows' },
  { types: MOVES, infer: asRecorded },
  // Rewrites bring it along, and then no run has recorded its shape.
  { types: ['torch:ChannelShuffle'], infer: (view) => [tensor(view.input(0).dtype, view.input(0).shape)] },
  { types: ['torch:Interpolate'], infer: asRecorded, work: interpolateWork },
  { types: ['torch:LpPool', 'torch:FractionalMaxPool'], infer: asRecorded, work: windowWork },
  { types: ['torch:AffineGrid'], infer: asRecorded, work: perOutputElement(6) },
  { types: ['torch:Kron', 'torch:Cross'], infer: asRecorded, work: perOutputElement(3) },
  { types: named('RoiAlign PsRoiAlign'), infer: asRecorded, work: roiWork },
  { types: named('RoiPool PsRoiPool'), infer: asRecorded, work: iterative },
  { types: ['torch:CDist'], infer: asRecorded, work: distanceWork },
  { types: SOLVERS, infer: asRecorded, work: iterative },
];

/** Differences, their powers and sums: 3 operations per pair of features. */
function distanceWork(view: SolvedView): Work | UnknownWork {
  const y = view.output(0).shape;
  const features = view.input(0).shape?.at(-1);
  if (y === null || features === undefined) return unknownInput(view, 0);
  return { elementOps: mul(mul(elementCount(y), features), 3) };
}
