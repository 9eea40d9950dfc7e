import type { LocalEngine } from '../engine/api';
import type { HardwareProfile } from '../engine/hardware/profile';
import type { EngineHost } from '../engine/host';
import type { CheckedOut } from '../host/git/checkOut.node';
import type { Engine } from '../shared/engineCalls';

/** A stream that text is written to; `columns` is known of terminals alone. */
export interface Writer {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** All that the command line has of the outside, so that tests can stand in for it. */
export interface World {
  readonly out: Writer;
  readonly err: Writer;
  /** Writes to `out` what grows with a model's layers: as one text it might fill the memory. Short answers are written at once. */
  print(pieces: Iterable<string>): Promise<void>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly host: EngineHost;
  /** The file that an argument names, which may be one at a Git revision. Rejects with one sentence. */
  checkOut(name: string): Promise<CheckedOut>;
  /** Folders of installed Python packages that this machine and environment have. */
  readonly pythonPackages: readonly string[];
  /** An engine that knows these hardware profiles besides the built-in ones; without `remembers` it keeps nothing for a further question. */
  createEngine(
    profiles: readonly HardwareProfile[],
    remembers?: boolean,
  ): Pick<Engine<AbortSignal>, 'analyze' | 'suggest' | 'weightFacts' | 'plan' | 'check' | 'rewrite'> &
    Pick<LocalEngine, 'analyzeLazily'>;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
}

const PIPE_WIDTH = 120;

/** Columns of the terminal; a fixed width where the output goes elsewhere. */
export function terminalWidth({ out }: World): number {
  return out.isTTY === true && out.columns !== undefined && out.columns > 0 ? out.columns : PIPE_WIDTH;
}
