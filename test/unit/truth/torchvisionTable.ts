import { readFileSync } from 'node:fs';
import path from 'node:path';

/** One run of a builder: constructor arguments, input and what torch counted. */
export interface MeasuredRun {
  readonly label: string;
  readonly input: readonly number[];
  readonly num_classes?: number;
  readonly constructor_args?: Readonly<Record<string, boolean | number | string>>;
  readonly params: number;
  readonly macs: number;
}

export interface PublishedWeights {
  readonly name: string;
  readonly num_params: number;
  /** GMACs to three decimals. */
  readonly _ops: number;
  readonly ops_match: boolean;
  readonly measured_minus_published_gmacs: Readonly<Record<string, number>>;
}

export interface TableModel {
  readonly kind: string;
  readonly module: string;
  readonly published: readonly PublishedWeights[];
  readonly measured: readonly MeasuredRun[];
}

/** The reference table by builder. */
export function readTable(shared: string): ReadonlyMap<string, TableModel> {
  const text = readFileSync(path.join(shared, 'truth/torchvision_table.json'), 'utf8');
  const { models } = JSON.parse(text) as { readonly models: Record<string, TableModel> };
  return new Map(Object.entries(models));
}

/** Source file of a builder below the folder that holds the package. */
export function sourceOf({ module }: TableModel, packages: string): string {
  return path.join(packages, `${module.replaceAll('.', '/')}.py`);
}

/** The call that builds the model as the table's run did. */
export function callOf(name: string, model: TableModel, run: MeasuredRun): string {
  const builder = name.replace(/^quantized_/, '');
  const given: Record<string, boolean | number | string | null> = { ...run.constructor_args };
  if (run.num_classes !== undefined) given['num_classes'] = run.num_classes;
  if (model.kind === 'detection' || model.kind === 'segmentation') given['weights_backbone'] = null;
  const keywords = Object.entries(given).map(([key, value]) => `${key}=${pythonLiteral(value)}`);
  return `${builder}(${keywords.join(', ')})`;
}

function pythonLiteral(value: boolean | number | string | null): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return JSON.stringify(value);
}
