import type { RewriteRequest } from '../shared/rewriting';
import { BadInput } from './diagnostics';
import type { Packing } from './formats/onnx/write/packing';
import type { EngineHost, FileSink } from './host';
import type { ExternalFile, ModelFiles } from './hostRuntime';

const MOST_NAMES = 100;

/** The files of a new model on their way: each gets its name, or none does. */
export class NewModel {
  readonly model: FileSink;
  /** Where weights go; null where they stay where they are. */
  readonly packing: Packing | null;
  /** Path of the new file with weights. */
  readonly weightsPath: string | null;
  readonly #weights: FileSink | null;

  private constructor(model: FileSink, packing: Packing | null, weights: FileSink | null, path: string) {
    this.model = model;
    this.packing = packing;
    this.#weights = weights;
    this.weightsPath = packing?.kind === 'beside' ? siblingOf(path, packing.location) : null;
  }

  /** `keep` are files that must not be replaced. Throws one sentence where something stands in the way. */
  static async create(
    host: EngineHost,
    { out, replace = false, weights: place = 'keep' }: RewriteRequest,
    keep: readonly string[],
  ): Promise<NewModel> {
    if (!host.create) throw new BadInput('files cannot be written here');
    const model = await host.create(out, { replace, keep });
    if (place !== 'beside')
      return new NewModel(model, place === 'inside' ? { kind: place } : null, null, out);
    try {
      const location = await freeName(host, out);
      const weights = await host.create(siblingOf(out, location), { replace: false, keep });
      return new NewModel(model, { kind: place, location, sink: weights }, weights, out);
    } catch (error) {
      await model.abort();
      throw error;
    }
  }

  /** The files as long as they have no names, for who runs the model before it has one. */
  unnamed(external: readonly ExternalFile[]): ModelFiles {
    const { packing } = this;
    const temporary = this.#weights && nameOf(this.#weights.temporaryPath);
    return {
      path: this.model.temporaryPath,
      external: external.map(({ name }) =>
        packing?.kind === 'beside' && packing.location === name && temporary !== null
          ? { name, file: temporary }
          : { name },
      ),
    };
  }

  /** Weights first: a model never stands there without them. */
  async commit(): Promise<void> {
    await this.#weights?.commit();
    await this.model.commit();
  }

  async abort(): Promise<void> {
    await this.model.abort();
    await this.#weights?.abort();
  }
}

/** A name that nothing has: weights that another model may read are never replaced. */
async function freeName(host: EngineHost, out: string): Promise<string> {
  for (let i = 1; i <= MOST_NAMES; i++) {
    const name = `${nameOf(out)}${i === 1 ? '' : `.${i}`}.data`;
    if ((await host.sizeOfSibling(out, name)) === null) return name;
  }
  throw new BadInput(`${out}: all names for its weights are taken; choose another name`);
}

/** The path of a file in the same folder. */
export function siblingOf(path: string, name: string): string {
  return path.slice(0, path.length - nameOf(path).length) + name;
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
