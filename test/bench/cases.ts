import path from 'node:path';
import { type WrittenModel, writeModel } from './modelFile';
import { chain, transformer } from './networks';

/** A generated model with its place in the comparison. */
export interface BenchCase {
  readonly name: string;
  readonly model: WrittenModel;
  /** Same structure as the others of this kind, other weights. */
  readonly kind: 'weights' | 'nodes';
}

const BLOCKS = 24;

/** Widths that give the wished-for bytes of weights at 24 blocks, or a little more. */
const WIDTHS = [
  { name: '10 MB', width: 96, place: 'inside' },
  { name: '100 MB', width: 296, place: 'inside' },
  { name: '300 MB', width: 512, place: 'inside' },
  { name: '2 GB', width: 1320, place: 'inside' },
  { name: '2.2 GB external', width: 1384, place: 'beside' },
] as const;

const CHAINS = [
  { name: '1,000 nodes', blocks: 100 },
  { name: '10,000 nodes', blocks: 1000 },
  { name: '20,000 nodes', blocks: 2000 },
  { name: '100,000 nodes', blocks: 10_000 },
  { name: '1,000,000 nodes', blocks: 100_000 },
] as const;

/** Bytes of the holes, and generously those of everything else: the largest rewritten model is one of them. */
export const HOLE_BYTES = 4.8e9;
export const DENSE_BYTES = 3.1e9;

/** The weight that has values: whatever is decomposed in a benchmark is this one. */
export const FILLED = '/blocks.12/mlp/fc1.weight';

export function writeCases(folder: string): readonly BenchCase[] {
  return [
    ...WIDTHS.map(({ name, width, place }, i): BenchCase => {
      const file = path.join(folder, `weights${i}.onnx`);
      return { name, model: writeModel(file, transformer(BLOCKS, width), place, FILLED), kind: 'weights' };
    }),
    ...CHAINS.map(({ name, blocks }, i): BenchCase => {
      const file = path.join(folder, `chain${i}.onnx`);
      return { name, model: writeModel(file, chain(blocks), 'inside'), kind: 'nodes' };
    }),
  ];
}
