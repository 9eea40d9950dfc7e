import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Random } from '../helpers/random';
import { isMessage, type Message, parse } from './message';
import type { Donors } from './mutations/mutation';
import { placesOf, texts } from './places';

/** A file that inputs are made from. */
export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Seeds extends Donors {
  readonly count: number;
  choose(random: Random): Seed;
}

/** Files by how often they are taken: small ones cost a thousandth of the large ones and hold all operators. */
interface Shelf {
  readonly share: number;
  readonly files: readonly Seed[];
}

const SMALL = 30_000;
const MEDIUM = 300_000;
const LARGEST = 1_400_000;

/** The reference models below the folder `shared`, in an order that does not depend on the file system. */
export function sharedSeeds(shared: string): Seeds {
  const files = ['public', 'public/damaged', 'onnx_light', 'onnx_node_tests', 'onnx_other_tests'].flatMap(
    (folder) => filesOf(path.join(shared, 'truth', folder), folder),
  );
  const tests = files.filter(({ name }) => name.startsWith('onnx_'));
  const real = files.filter((file) => !tests.includes(file));
  return seedsOf([
    { share: 0.85, files: tests.filter(({ bytes }) => bytes.length < SMALL) },
    { share: 0.13, files: real.filter(({ bytes }) => bytes.length < SMALL) },
    { share: 0.019, files: files.filter(({ bytes }) => bytes.length >= SMALL && bytes.length < MEDIUM) },
    { share: 0.001, files: files.filter(({ bytes }) => bytes.length >= MEDIUM && bytes.length < LARGEST) },
  ]);
}

/** Seeds by shelf; donors of parts come from the first shelf that holds any. */
export function seedsOf(all: readonly Shelf[]): Seeds {
  const shelves = all.filter(({ files }) => files.length > 0);
  const small = shelves[0]?.files ?? [];
  return {
    count: shelves.reduce((sum, { files }) => sum + files.length, 0),
    choose: (random) => {
      let place = random.next() * shelves.reduce((sum, { share }) => sum + share, 0);
      const shelf = shelves.find(({ share }) => (place -= share) < 0) ?? shelves[0];
      return random.pick(shelf?.files ?? []);
    },
    donor: (random) => parse(random.pick(small).bytes, 'model'),
    operators: operatorsOf(shelves.flatMap(({ files }) => files).filter(({ bytes }) => bytes.length < SMALL)),
  };
}

function filesOf(folder: string, label: string): readonly Seed[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.onnx'))
    .sort()
    .map((name) => ({
      name: `${label}/${name}`,
      bytes: Uint8Array.from(readFileSync(path.join(folder, name))),
    }));
}

function operatorsOf(files: readonly Seed[]): readonly string[] {
  const models = files.flatMap(({ bytes }) => parse(bytes, 'model') ?? []);
  const nodes = models.flatMap((model) => placesOf(model).flatMap(({ field }) => nodeOf(field.value) ?? []));
  return [...new Set(nodes.flatMap((node) => texts(node, 4)))].filter((op) => op.length < 60).sort();
}

function nodeOf(value: Parameters<typeof isMessage>[0]): Message | null {
  return isMessage(value) && value.kind === 'node' ? value : null;
}
