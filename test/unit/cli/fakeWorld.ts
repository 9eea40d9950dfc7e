import type { World } from '../../../extension/cli/world';
import type { Engine } from '../../../extension/shared/engineCalls';
import { fakeEngine } from '../host/fakeEngine';
import type { LocalEngine } from '../../../extension/engine/api';
import type { HardwareProfile } from '../../../extension/engine/hardware/profile';
import type { ByteSource } from '../../../extension/engine/host';
import type { AnalyzeOptions, CallContext } from '../../../extension/shared/engineCalls';
import type { Report } from '../../../extension/shared/report';

export interface Analysis {
  readonly path: string;
  readonly options: AnalyzeOptions;
  readonly profiles: readonly HardwareProfile[];
  readonly isLazy: boolean;
}

export interface FakeWorld extends World {
  readonly stdout: string;
  readonly stderr: string;
  readonly analyses: readonly Analysis[];
}

export interface FakeSetup {
  /** What the engine answers for a file; a thrown error is its failure. */
  readonly analyze?: (path: string, context: CallContext) => Report;
  /** Contents of files by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Which file stands for an argument; the one of that name without it. */
  readonly checkOut?: World['checkOut'];
  /** Calls other than analyze. */
  readonly engine?: Partial<Engine<AbortSignal>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly outIsTerminal?: boolean;
  readonly errIsTerminal?: boolean;
  readonly columns?: number;
  readonly now?: () => number;
}

/** The command line's surroundings in memory; remembers what was printed and asked. */
export function fakeWorld(setup: FakeSetup = {}): FakeWorld {
  const printed = { out: '', err: '' };
  const analyses: Analysis[] = [];
  const stream = (name: 'out' | 'err', isTTY: boolean | undefined) => ({
    write: (text: string) => (printed[name] += text),
    isTTY: isTTY ?? false,
    columns: setup.columns,
  });
  return {
    out: stream('out', setup.outIsTerminal),
    err: stream('err', setup.errIsTerminal),
    print: (pieces) => {
      for (const piece of pieces) printed.out += piece;
      return Promise.resolve();
    },
    env: setup.env ?? {},
    version: '1.2.3',
    checkOut: setup.checkOut ?? ((path) => Promise.resolve({ path, dispose: () => Promise.resolve() })),
    pythonPackages: [],
    now: setup.now ?? (() => 0),
    host: {
      open: (path) => {
        const text = setup.files?.[path];
        if (text === undefined) return Promise.reject(new Error(`${path}: There is no such file.`));
        return Promise.resolve(sourceOf(text));
      },
      sizeOfSibling: () => Promise.resolve(null),
    },
    createEngine: (profiles) => {
      const analyze = async (
        isLazy: boolean,
        ...[path, options, context = {}]: Parameters<LocalEngine['analyze']>
      ): Promise<Report> => {
        analyses.push({ path, options, profiles, isLazy });
        await Promise.resolve();
        if (setup.analyze === undefined) throw new Error('nothing to analyze');
        return setup.analyze(path, context);
      };
      return {
        ...fakeEngine(),
        ...setup.engine,
        analyze: (...asked) => analyze(false, ...asked),
        analyzeLazily: async (...asked) => {
          const report = await analyze(true, ...asked);
          return { ...report, layers: { [Symbol.iterator]: () => report.layers[Symbol.iterator]() } };
        },
      };
    },
    get stdout() {
      return printed.out;
    },
    get stderr() {
      return printed.err;
    },
    analyses,
  };
}

function sourceOf(text: string): ByteSource {
  const bytes = new TextEncoder().encode(text);
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.slice(offset, offset + length)),
  };
}
