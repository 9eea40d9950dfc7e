/**
 * What the Python side of the sandbox says, as JSON. It comes from a process that ran somebody else's code: every
 * field is checked before it is believed (see readPayload.ts), and objects with names of their own become maps.
 */

/** `line` is 1-based; columns are 0-based UTF-16 units, absent where the whole line is meant. */
export interface PayloadFinding {
  /** A code of the Python side, a heading of docs/findings.md. */
  readonly code: string;
  /** One sentence, without the place. */
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  readonly endColumn?: number;
  /** Path of the module that was running, "" for none. */
  readonly module: string;
}

/** Where an entry comes from, in the order in which they are looked for. */
export type EntryOrigin = 'directive' | 'configured' | 'main' | 'class' | 'function' | 'expression';

/** Something of the file that can be priced. */
export interface PayloadEntry {
  /** Stable while its definition keeps its name: `resnet50`, `Net(width=0.5)`. */
  readonly id: string;
  /** As Python calls it: `resnet50()`, `Net(width=0.5)`. */
  readonly title: string;
  readonly origin: EntryOrigin;
  /** Line of the definition or call, 1-based. */
  readonly line: number;
}

/** Index into `sites`; -1 where no line is known. */
export type SiteIndex = number;
/** Index into `stacks`: sites, innermost first. */
export type StackIndex = number;

export interface PayloadModule {
  /** Dotted, `layer1.0.conv1`; "" is the root. */
  readonly path: string;
  readonly class: string;
  /** Whether its forward is the stand-in's own (nn.Conv2d) rather than somebody's code. */
  readonly builtin: boolean;
  /** The calls that led to its construction. */
  readonly built: StackIndex;
  /** Where its class begins. */
  readonly defined: SiteIndex;
}

export interface PayloadParameter {
  readonly name: string;
  readonly kind: 'parameter' | 'buffer';
  readonly built: StackIndex;
}

export type PayloadTensor = readonly [dtype: string, shape: readonly number[]];

/** Which module, where it was called, shapes of what it returned. */
export type PayloadCall = readonly [module: number, site: SiteIndex, shapes: readonly (readonly number[])[]];

export interface PayloadNode {
  readonly op: string;
  /** Absent is ONNX's own. */
  readonly domain?: string;
  /** Tensor names; "" is an omitted optional input. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: ReadonlyMap<string, PayloadAttribute>;
  /** Index into `modules`: the innermost one whose forward ran. */
  readonly module: number;
  /** Innermost line outside the stand-ins. */
  readonly site: SiteIndex;
}

export type PayloadAttribute = number | string | boolean | readonly (number | string)[];

/** One forward pass. Where it failed half way, it holds what came before, and `findings` say why. */
export interface PayloadTrace {
  readonly root: string;
  readonly sites: readonly (readonly [file: string, line: number])[];
  readonly stacks: readonly (readonly SiteIndex[])[];
  readonly modules: readonly PayloadModule[];
  /** All of the model's, read or not, each once. */
  readonly parameters: readonly PayloadParameter[];
  /** Names of tensors that were made before the pass, outside any module. */
  readonly constants: readonly string[];
  readonly tensors: ReadonlyMap<string, PayloadTensor>;
  readonly inputs: readonly { readonly name: string; readonly assumed: boolean }[];
  readonly outputs: readonly string[];
  readonly nodes: readonly PayloadNode[];
  /** Returns of modules, in order. */
  readonly calls: readonly PayloadCall[];
}

/** Answer to task "entries": what can be built. */
export interface EntriesPayload {
  readonly version: 1;
  readonly entries: readonly PayloadEntry[];
  readonly findings: readonly PayloadFinding[];
}

/** Answer to task "trace". `entry` and `trace` are null where there is nothing to run. */
export interface TracePayload {
  readonly version: 1;
  readonly entry: PayloadEntry | null;
  readonly trace: PayloadTrace | null;
  readonly findings: readonly PayloadFinding[];
}
