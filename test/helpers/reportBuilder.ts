import type { Report, ReportLayer, ReportTensor } from '../../extension/shared/report';

type Shape = readonly (number | string)[];

interface LayerOptions {
  readonly shape?: Shape;
  readonly scope?: string;
  readonly macs?: number | null;
  readonly params?: number | null;
  readonly bytes?: number | null;
  readonly energy?: number | null;
  readonly unknown?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly dtype?: string;
  /** Shape of a stored second input, the weight. */
  readonly weight?: Shape;
  readonly path?: string;
  readonly index?: number;
}

/** Builds reports by hand, layer by layer. */
export interface ReportBuilder {
  /** Adds a layer that reads these tensors and returns the name of its output. */
  layer(op: string, inputs: readonly string[], options?: LayerOptions): string;
  build(outputs: readonly string[]): Report;
}

/** A report with float32 activations; costs that are not given are 0. */
export function reportBuilder(
  inputs: Readonly<Record<string, Shape>> = { input: [1, 3, 32, 32] },
): ReportBuilder {
  const tensors = new Map<string, ReportTensor>();
  const stored: string[] = [];
  const layers: ReportLayer[] = [];
  for (const [name, shape] of Object.entries(inputs)) tensors.set(name, { name, dtype: 'float32', shape });

  return {
    layer(op, from, options = {}) {
      const id = String(layers.length);
      const output: ReportTensor = {
        name: `t${id}`,
        dtype: options.dtype ?? 'float32',
        shape: options.shape ?? [1, 8],
      };
      tensors.set(output.name, output);
      const weight = options.weight && { name: `w${id}`, dtype: 'float32', shape: options.weight };
      if (weight) stored.push(weight.name);
      const read = from.map((name) => tensors.get(name) ?? { name, dtype: null, shape: null });
      layers.push(makeLayer(id, op, weight ? [...read, weight] : read, output, options));
      return output.name;
    },
    build(outputs) {
      return {
        schema: 1,
        model: { path: 'model.onnx', format: 'onnx', name: 'model', entry: '' },
        dims: {},
        inputs: Object.entries(inputs).map(([name, shape]) => ({
          name,
          dtype: 'float32',
          shape,
          assumed: false,
        })),
        outputs: outputs.map((name) => tensors.get(name) ?? { name, dtype: null, shape: null }),
        hardware: 'horowitz-45nm',
        totals: sumUp(layers),
        complete: layers.every((layer) => layer.unknown === null),
        layers,
        diagnostics: [],
        stored,
      };
    },
  };
}

function makeLayer(
  id: string,
  op: string,
  inputs: readonly ReportTensor[],
  output: ReportTensor,
  options: LayerOptions,
): ReportLayer {
  const value = (given: number | null | undefined): number | null => (given === undefined ? 0 : given);
  const [macs, bytes] = [value(options.macs), value(options.bytes)];
  return {
    id,
    name: options.name ?? `node_${id}`,
    op,
    path: options.path ?? '',
    index: options.index ?? Number(id),
    scope: options.scope === undefined || options.scope === '' ? [] : options.scope.split('/'),
    calls: 1,
    inputs,
    outputs: [output],
    macs,
    flops: macs === null ? null : 2 * macs,
    params: value(options.params),
    weightElements: 0,
    weightBytes: 0,
    inputBytes: 0,
    outputBytes: 0,
    movedBytes: bytes,
    energyPj: value(options.energy),
    intensity: macs === null || bytes === null || bytes === 0 ? null : macs / bytes,
    source: null,
    unknown: options.unknown ?? null,
    attributes: options.attributes ?? {},
  };
}

function sumUp(layers: readonly ReportLayer[]): Report['totals'] {
  const sum = (of: (layer: ReportLayer) => number | null): number =>
    layers.reduce((total, layer) => total + (of(layer) ?? 0), 0);
  const energy = sum((layer) => layer.energyPj);
  return {
    macs: sum((layer) => layer.macs),
    flops: sum((layer) => layer.flops),
    params: sum((layer) => layer.params),
    storedElements: 0,
    weightBytes: 0,
    movedBytes: sum((layer) => layer.movedBytes),
    peakActivationBytes: 0,
    energy: { computePj: energy, memoryPj: 0, totalPj: energy },
  };
}
