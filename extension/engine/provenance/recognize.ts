import table from '../../../media/provenance/torchvision.json';
import type { LazyReport, Recognition } from '../../shared/report';
import { formatExact } from '../units';
import { CONVOLUTION, convolutionsOf } from './structure';

/** A published network: what torchvision prints of it, and what its source comes to. */
interface Published {
  readonly name: string;
  /** Of one image or clip. */
  readonly input: readonly number[];
  readonly macs: number;
  readonly params: number;
  /** Billions of MACs, as published with its weights (where they are called GFLOPS). */
  readonly published: number;
  /** See {@link convolutionsOf}; null without convolutions. */
  readonly convolutions: string | null;
  /** How many there are. */
  readonly count: number;
}

const NETWORKS: readonly Published[] = table.networks;

/** One convolution in front of a transformer says nothing of the rest. */
const LEAST_CONVOLUTIONS = 5;
/** Exports fold, drop and add some parameters. */
const PARAMETER_TOLERANCE = 0.03;

/** How many layers of an operator there are, told without going through the report's layers. */
type CountOf = (op: string) => number;

/** The published network that a model is, or is built on; null where it is none that is known. */
export function recognize(report: LazyReport, countOf: CountOf): Recognition | null {
  if (!report.complete || report.totals.macs === 0) return null;
  const related = withSameConvolutions(report, countOf);
  const batch = batchOf(report);
  const { params } = report.totals;
  const equal = NETWORKS.filter(({ macs }) => macs * batch === report.totals.macs).sort(
    (a, b) => Math.abs(a.params - params) - Math.abs(b.params - params),
  );
  const same =
    equal.find((one) => related.includes(one)) ?? equal.find((one) => hasItsParameters(report, one));
  if (same) return { name: same.name, source: SOURCE, equal: true, text: equalText(same, report, countOf) };
  const near = related.find(({ input }) => isInput(report, input)) ?? related[0];
  return near
    ? { name: near.name, source: SOURCE, equal: false, text: differenceText(near, report, batch) }
    : null;
}

/** What convolutions a model has takes long to tell where they are many; how many it has does not. */
function withSameConvolutions(report: LazyReport, countOf: CountOf): readonly Published[] {
  const count = countOf(CONVOLUTION);
  const asMany = NETWORKS.filter((one) => one.count === count);
  if (count < LEAST_CONVOLUTIONS || asMany.length === 0) return [];
  const convolutions = convolutionsOf(report);
  return convolutions === null ? [] : asMany.filter((one) => one.convolutions === convolutions);
}

const SOURCE = `torchvision ${table.release}`;

function equalText(one: Published, report: LazyReport, countOf: CountOf): string {
  const { name, published, macs, params } = one;
  const { totals } = report;
  const start = `${name} of torchvision: equals the published ${published} GMACs (${formatExact(macs)} an image)`;
  if (totals.params === params) return `${start} and ${formatExact(params)} parameters`;
  const isFolded =
    hasItsParameters(report, one) && totals.params < params && countOf('BatchNormalization') === 0;
  return `${start}; ${formatExact(totals.params)} of ${formatExact(params)} parameters${isFolded ? ', for batch normalization is folded' : ''}`;
}

function differenceText(one: Published, report: LazyReport, batch: number): string {
  const { name, published, macs, input } = one;
  const [more, less] = [report.totals.macs / batch - macs, macs - report.totals.macs / batch];
  const difference =
    more > 0 ? `${formatExact(Math.round(more))} MACs more` : `${formatExact(Math.round(less))} MACs fewer`;
  const alike = hasItsParameters(report, one)
    ? 'its layers run at other sizes'
    : 'other layers than its convolutions differ';
  const cause = isInput(report, input) ? alike : `its input is ${shapeText(report)}, not ${input.join('x')}`;
  return `${name} of torchvision by its convolutions: ${difference} an image than the published ${published} G, because ${cause}`;
}

function hasItsParameters({ totals }: LazyReport, { params }: Published): boolean {
  return Math.abs(totals.params - params) <= params * PARAMETER_TOLERANCE;
}

/** Images come in fours or fives of dims, the batch first. */
function batchOf({ inputs }: LazyReport): number {
  const [first] = inputs[0]?.shape ?? [];
  return typeof first === 'number' && first > 0 ? first : 1;
}

function isInput({ inputs }: LazyReport, input: readonly number[]): boolean {
  const shape = inputs[0]?.shape ?? [];
  return shape.length === input.length && shape.slice(1).every((dim, i) => dim === input[i + 1]);
}

function shapeText({ inputs }: LazyReport): string {
  return inputs[0]?.shape?.join('x') ?? 'not known';
}
