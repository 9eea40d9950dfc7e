import type { RewriteRequest, WeightPlace } from '../shared/rewriting';
import { BadInput } from './diagnostics';
import type { Packing } from './formats/onnx/write/packing';
import type { EngineHost, FileSink } from './host';
import type { ExternalFile, ModelFiles } from './hostRuntime';

const MOST_NAMES = 100;

/** The file that weights go into, on its way. */
interface Beside {
  readonly location: string;
  readonly sink: FileSink;
}

/** The files of a new model on their way: each gets its name, or none does. */
export class NewModel {
  readonly model: FileSink;
  /** Where weights go; null where they stay where they are. */
  readonly packing: Packing | null;
  readonly #weights: FileSink | null;
  readonly #location: string | null;
  readonly #written: () => number;

  private constructor(model: FileSink, place: WeightPlace, beside: Beside | null) {
    this.model = model;
    this.#weights = beside?.sink ?? null;
    this.#location = beside?.location ?? null;
    let written = 0;
    this.#written = () => written;
    const write = async (bytes: Uint8Array): Promise<void> => {
      await beside?.sink.write(bytes);
      written += bytes.length;
    };
    if (beside) this.packing = { kind: 'beside', location: beside.location, sink: { write } };
    else this.packing = place === 'inside' ? { kind: 'inside' } : null;
  }

  /** `keep` are files that must not be replaced. Throws one sentence where something stands in the way. */
  static async create(
    host: EngineHost,
    { out, replace = false, weights: place = 'keep' }: RewriteRequest,
    keep: readonly string[],
  ): Promise<NewModel> {
    if (!host.create) throw new BadInput('files cannot be written here');
    const model = await host.create(out, { replace, keep });
    if (place !== 'beside') return new NewModel(model, place, null);
    try {
      const location = await freeName(host, out);
      const sink = await host.create(siblingOf(out, location), { replace: false, keep });
      return new NewModel(model, place, { location, sink });
    } catch (error) {
      await model.abort();
      throw error;
    }
  }

  /** The files as long as they have no names, for who runs the model before it has one. */
  unnamed(external: readonly ExternalFile[]): ModelFiles {
    const temporary = this.#weights && nameOf(this.#weights.temporaryPath);
    return {
      path: this.model.temporaryPath,
      external: external.map(({ name }) =>
        name === this.#location && temporary !== null ? { name, file: temporary } : { name },
      ),
    };
  }

  /** Weights first: a model never stands there without them. */
  async commit(): Promise<void> {
    if (this.#written() > 0) await this.#weights?.commit();
    else await this.#weights?.abort();
    await this.model.commit();
  }

  /** Name of the new file with weights; null where none was large enough to go there. */
  get weightsFile(): string | null {
    return this.#written() > 0 ? this.#location : null;
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
