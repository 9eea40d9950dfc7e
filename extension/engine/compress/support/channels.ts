import type { ShapedNode } from '../../inference/shaped';
import type { Node } from '../../ir/graph';
import { readsOf } from '../../ir/order';
import type { ModelFacts } from '../facts';
import { ChannelGroups, type Run, widthOf } from './channelRuns';
import { CHANNEL_RULES } from './channelRules';

/** The channels of a tensor: which axis they lie along, and how groups follow each other there. */
export interface Layout {
  readonly axis: number;
  readonly runs: readonly Run[];
}

/** An axis of a stored tensor that shrinks with its groups. */
export interface Slice {
  readonly name: string;
  readonly axis: number;
  /** Whether the channels are the outputs of the layer that begins their group. */
  readonly makes: boolean;
  readonly runs: readonly Run[];
}

/**
 * Which channels of a network hang together: convolutions and matrix products begin new groups, everything else
 * carries them on or ties them, and what no rule knows fixes what it touches.
 */
export class Channels {
  readonly facts: ModelFacts;
  readonly groups = new ChannelGroups();
  /** Nodes whose `group` attribute is the number of their input channels. */
  readonly depthwise = new Map<Node, readonly Run[]>();
  readonly #layouts = new Map<string, Layout>();
  readonly #slices = new Map<string, Slice>();
  /** The convolution or product that begins a group. */
  readonly #makers = new Map<number, ShapedNode>();

  constructor(facts: ModelFacts) {
    this.facts = facts;
    for (const shaped of facts.nodes) {
      const rule =
        shaped.broken === null ? CHANNEL_RULES.get(`${shaped.node.domain}:${shaped.node.op}`) : undefined;
      if (rule?.(this, shaped) !== true) this.#giveUp(shaped);
    }
    for (const { name } of facts.graph.outputs) this.fix(name);
  }

  /** The layout of an input along `axis`; a fixed one where its channels lie elsewhere or are not known. */
  along(name: string, axis: number): readonly Run[] {
    const known = this.#layouts.get(name);
    if (known?.axis === axis) return known.runs;
    if (known) this.groups.fix(known.runs);
    return [this.groups.add(this.facts.shape(name)?.[axis] ?? 1, true)];
  }

  layout(name: string): Layout | undefined {
    return this.#layouts.get(name);
  }

  set(name: string, axis: number, runs: readonly Run[]): void {
    this.#layouts.set(name, { axis, runs });
  }

  fix(name: string): void {
    this.groups.fix(this.#layouts.get(name)?.runs ?? []);
  }

  /** A group that `maker` begins. */
  begin(size: number, maker: ShapedNode): readonly Run[] {
    const run = this.groups.add(size);
    this.#makers.set(run.group, maker);
    return [run];
  }

  /** Ties an axis of a stored tensor to runs; one that others read along other runs ties those, too. */
  slice(name: string, axis: number, runs: readonly Run[], makes = false): void {
    const key = `${axis} ${name}`;
    const known = this.#slices.get(key);
    if (known) this.groups.unite(known.runs, runs);
    else this.#slices.set(key, { name, axis, makes, runs });
  }

  get slices(): readonly Slice[] {
    return [...this.#slices.values()];
  }

  /** Convolutions and products whose outputs lie in a group, in execution order. */
  makersOf(group: number): readonly ShapedNode[] {
    return [...this.#makers].flatMap(([begun, shaped]) =>
      this.groups.root(begun) === group ? [shaped] : [],
    );
  }

  /** Nothing is known of the operator: what goes in must stay as wide as it is. */
  #giveUp({ node }: ShapedNode): void {
    for (const name of readsOf(node)) {
      this.fix(name);
      this.#fixStored(name);
    }
  }

  #fixStored(name: string): void {
    const dims = this.facts.use(name)?.stored?.dims ?? [];
    dims.forEach((size, axis) => {
      if (this.#slices.has(`${axis} ${name}`)) this.slice(name, axis, [this.groups.add(size, true)]);
    });
  }

  width(runs: readonly Run[]): number {
    return widthOf(runs);
  }
}
