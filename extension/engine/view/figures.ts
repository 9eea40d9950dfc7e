import type { CountedAs, Report, ReportLayer } from '../../shared/report';
import type { Derivation, Figure } from '../../shared/webviewProtocol';
import type { HardwareProfile } from '../hardware/profile';
import { formatEnergy, formatExact, formatIntensity } from '../units';
import { causalFigures, cacheFigures } from './attentionFigures';
import { bounded, branchFigures, taken, whyBounded } from './branchFigures';
import { energyDerivation, operandTypes } from './derivation/energy';
import { recountedFigure } from './derivation/recounted';
import {
  activationBytesDerivation,
  intensityDerivation,
  movedBytesDerivation,
  paramsDerivation,
  weightBytesDerivation,
} from './derivation/sizes';
import { type Operands, operandsOf } from './derivation/terms';
import { flopsDerivation, macsDerivation } from './derivation/work';
import { exactBytes, figure } from './figure';
import { type LayerGraph, producerIn } from './layerGraph';

/** A layer's costs, each with its derivation; `profile` is the one that the report was priced with. */
export function layerFigures(
  report: Report,
  layer: ReportLayer,
  graph: LayerGraph,
  profile: HardwareProfile,
): readonly Figure[] {
  const operands = operandsOf(layer, graph, report.stored ?? []);
  const types = operandTypes(layer, producerIn(graph, layer));
  const run = taken(layer);
  return [
    { ...bounded(layer, 'macs', 'MACs', formatExact, macsDerivation(run)), ...whyBounded(layer) },
    ...(report.countedAs ? counted(report.countedAs, layer) : []),
    ...perCall(layer),
    ...causalFigures(layer),
    bounded(layer, 'flops', 'FLOPs', formatExact, flopsDerivation(run, operands)),
    ...transcendentals(layer),
    figure('Params', layer.params, formatExact, paramsDerivation(layer, operands)),
    figure('Weight bytes', layer.weightBytes, exactBytes, weightBytesDerivation(layer, operands)),
    ...activations(layer, operands),
    bounded(layer, 'movedBytes', 'Moved bytes', exactBytes, movedBytesDerivation(run, operands)),
    bounded(layer, 'energyPj', 'Energy', formatEnergy, energyDerivation(run, operands, types, profile)),
    ...(layer.intensity === null
      ? []
      : [figure('Intensity', layer.intensity, formatIntensity, intensityDerivation(layer))]),
    ...(layer.calls === 1 || layer.choice ? [] : [figure('Calls', layer.calls, formatExact)]),
    ...cacheFigures(layer),
    ...branchFigures(layer),
  ];
}

/** What it reads and writes; of a layer in a branch that only a run takes, the bytes moved say it. */
function activations(layer: ReportLayer, operands: Operands): readonly Figure[] {
  const { inputBytes, outputBytes, choice } = layer;
  if (choice) return [];
  const read = activationBytesDerivation(layer, operands.activations, inputBytes);
  const written = activationBytesDerivation(layer, operands.outputs, outputBytes);
  return [
    figure('Input bytes', inputBytes, exactBytes, read),
    figure('Output bytes', outputBytes, exactBytes, written),
  ];
}

/** As another tool counts; what hangs on a branch is in none of its counts. */
function counted(countedAs: CountedAs, layer: ReportLayer): readonly Figure[] {
  if (layer.choice || layer.branches) return [];
  const convention = ['Ours stays as it is; the rules of the other tool are in the documentation.'];
  const derivation: Derivation = { formula: [], brief: '', convention, section: 'otherTools' };
  return [{ ...recountedFigure(countedAs, layer), derivation }];
}

function perCall({ calls, choice, macsPerCall = null }: ReportLayer): readonly Figure[] {
  const isOnce = calls === 1 || macsPerCall === (choice?.macs ?? undefined);
  return isOnce ? [] : [figure('MACs per call', macsPerCall, formatExact)];
}

function transcendentals({ transcendentals: count = 0 }: ReportLayer): readonly Figure[] {
  if ((count ?? 0) === 0) return [];
  const convention = [
    'exp, log, tanh, erf, roots and the like: on much hardware far more than one operation.',
  ];
  const derivation: Derivation = { formula: [], brief: '', convention, section: 'flops' };
  return [figure('of them transcendental', count, formatExact, derivation)];
}
