import type { Report, ReportDim, ReportTensor } from '../../../extension/shared/report';
import { layersByPlace, placeOf, type Truth } from './truthModel';

/** Contradictions between a report and the truth, one line each, so that a failing test shows them all. */
export function contradictions(report: Report, truth: Truth): readonly string[] {
  return [
    ...nodeContradictions(report, truth),
    ...tensorContradictions(report, truth),
    ...totalContradictions(report, truth),
  ];
}

/** The same where a run decides: unknown and symbolic are allowed, wrong is not. */
export function falsehoods(report: Report, truth: Truth): readonly string[] {
  const { macs, peakActivationBytes, storedElements } = report.totals;
  const found = [...nodeContradictions(report, truth, true), ...tensorContradictions(report, truth, true)];
  if (report.complete) found.push('the report claims to be complete');
  if (macs > truth.macs_total) found.push(`at least ${macs} MACs is more than ${truth.macs_total}`);
  if (peakActivationBytes > truth.peak_activation.peak_bytes)
    found.push(`a peak of at least ${peakActivationBytes} is more than ${truth.peak_activation.peak_bytes}`);
  if (storedElements !== truth.initializers.elements) found.push(`stored elements ${storedElements}`);
  return found;
}

function nodeContradictions(report: Report, truth: Truth, unknownAllowed = false): readonly string[] {
  const layers = layersByPlace(report);
  const found: string[] = [];
  if (layers.size !== truth.per_node.length)
    found.push(`${layers.size} layers instead of ${truth.per_node.length}`);
  for (const node of truth.per_node) {
    const layer = layers.get(placeOf(node));
    const name = `${node.op_type} at "${placeOf(node)}"`;
    if (layer?.op !== node.op_type) found.push(`${name} is ${layer?.op ?? 'missing'}`);
    else {
      const open = unknownAllowed && layer.macs === null;
      if (layer.macs !== node.macs && !open)
        found.push(`${name}: ${String(layer.macs)} MACs instead of ${node.macs}`);
      if (layer.macs === null && layer.unknown === null) found.push(`${name} does not say why it is unknown`);
      if (layer.weightElements !== node.weight_elems)
        found.push(
          `${name}: ${String(layer.weightElements)} weight elements instead of ${node.weight_elems}`,
        );
    }
  }
  return found;
}

function tensorContradictions(report: Report, truth: Truth, symbolsAllowed = false): readonly string[] {
  const tensors = new Map<string, ReportTensor>(
    report.layers.flatMap((layer) => layer.outputs.map((output) => [output.name, output])),
  );
  return Object.entries(truth.tensor_shapes).flatMap(([name, { shape, dtype }]) => {
    const tensor = tensors.get(name);
    const found = tensor?.shape ?? null;
    const fits =
      found?.length === shape.length &&
      found.every((dim, axis) => dim === shape[axis] || (symbolsAllowed && isOpen(dim)));
    if (fits && tensor?.dtype === dtype) return [];
    return [
      `tensor "${name}" is ${tensor?.dtype ?? '?'}[${found?.join(',') ?? '?'}] instead of ${dtype}[${shape.join(',')}]`,
    ];
  });
}

function isOpen(dim: ReportDim): boolean {
  return typeof dim === 'string';
}

function totalContradictions({ totals, complete }: Report, truth: Truth): readonly string[] {
  const found: string[] = [];
  const expect = (what: string, value: number, wanted: number): void => {
    if (value !== wanted) found.push(`${what}: ${value} instead of ${wanted}`);
  };
  expect('MACs', totals.macs, truth.macs_total);
  expect('stored elements', totals.storedElements, truth.initializers.elements);
  expect('peak activation bytes', totals.peakActivationBytes, truth.peak_activation.peak_bytes);
  if (!complete) found.push('the report says "at least"');
  return found;
}
