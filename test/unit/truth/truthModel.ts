import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createEngine } from '../../../extension/engine/api';
import { createNodeHost } from '../../../extension/host/files.node';
import type { AnalyzeOptions } from '../../../extension/shared/engineCalls';
import type { Report, ReportLayer } from '../../../extension/shared/report';

/** A row of the truth's table: facts of one node, measured by running the model. */
export interface TrueNode {
  readonly path: string;
  readonly index: number;
  readonly op_type: string;
  readonly outputs: readonly string[];
  readonly executions?: number;
  readonly macs: number;
  readonly weight_elems: number;
}

/** What NAME.expected.json says; the README beside it explains each field. */
export interface Truth {
  readonly inputs: Readonly<
    Record<
      string,
      { readonly declared: readonly (number | string | null)[]; readonly run_shape: readonly number[] }
    >
  >;
  readonly params_total: number | null;
  readonly initializers: { readonly elements: number };
  readonly macs_total: number;
  readonly peak_activation: { readonly peak_bytes: number };
  readonly per_node: readonly TrueNode[];
  readonly tensor_shapes: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly dtype: string }>
  >;
}

/** Names of the good models, without extension. */
export function goodModels(shared: string): readonly string[] {
  return readdirSync(publicFolder(shared))
    .filter((file) => file.endsWith('.onnx'))
    .map((file) => file.slice(0, -'.onnx'.length));
}

export function publicFolder(shared: string): string {
  return path.join(shared, 'truth', 'public');
}

export function readTruth(shared: string, name: string): Truth {
  return JSON.parse(readFileSync(path.join(publicFolder(shared), `${name}.expected.json`), 'utf8')) as Truth;
}

/** Dynamic axes at the sizes that the truth was measured with. */
export function measuredDims({ inputs }: Truth): Readonly<Record<string, number>> {
  const dims: Record<string, number> = {};
  for (const [name, { declared, run_shape: shape }] of Object.entries(inputs))
    declared.forEach((dim, axis) => {
      if (typeof dim !== 'number') dims[dim ?? `${name}.${axis}`] = shape[axis] ?? 0;
    });
  return dims;
}

export function optionsFor(dims: Readonly<Record<string, number>>): AnalyzeOptions {
  return { hardware: 'horowitz-45nm', dims, inputShapes: {} };
}

export function analyzeFile(file: string, dims: Readonly<Record<string, number>>): Promise<Report> {
  return createEngine(createNodeHost()).analyze(file, optionsFor(dims));
}

/** Layers by the pair that identifies a node in the truth. */
export function layersByPlace(report: Report): ReadonlyMap<string, ReportLayer> {
  return new Map(report.layers.map((layer) => [placeOf(layer), layer]));
}

export function placeOf({ path: graph, index }: { readonly path: string; readonly index: number }): string {
  return `${graph} ${index}`;
}
