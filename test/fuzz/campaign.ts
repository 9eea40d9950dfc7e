import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildInput } from './inputs';
import type { Found, Slowest } from './jobs';
import { type Ended, Lane, TOO_LONG } from './lane';
import { minimise } from './minimise';
import { EVERYTHING, type Finding } from './oracle';
import { type Seeds, sharedSeeds } from './seeds';

const BATCH = 50;
const NEWS_MS = 60_000;
const MOST_KEPT_OF_A_KIND = 3;
/** What takes too long has many causes, and the same name whatever the cause. */
const MOST_KEPT_OF_TOO_LONG = 20;

/** A run of many inputs over several threads, and what came of it. */
export class Campaign {
  readonly findings: Found[] = [];
  readonly #kinds = new Map<string, number>();
  readonly #seeds: Seeds;
  readonly #shared: string;
  readonly #seed: number;
  readonly #out: string;
  readonly #began = Date.now();
  #next = 0;
  #done = 0;
  /** Inputs at which the watchdog ended a thread that did well when it was done again on its own. */
  #alarms = 0;
  #slowest: Slowest = { number: 0, milliseconds: 0 };
  #peakRss = 0;

  constructor(shared: string, seed: number, out: string) {
    this.#shared = shared;
    this.#seed = seed;
    this.#out = out;
    this.#seeds = sharedSeeds(shared);
  }

  async run(workers: number, inputs: number, milliseconds: number): Promise<void> {
    const gauge = setInterval(() => {
      this.#peakRss = Math.max(this.#peakRss, process.memoryUsage.rss());
    }, 200);
    const news = setInterval(() => {
      console.log(this.summary());
    }, NEWS_MS);
    const wanted = (): boolean => this.#next < inputs && Date.now() - this.#began < milliseconds;
    await Promise.all(
      Array.from({ length: workers }, async () => {
        const lane = new Lane(this.#shared, this.#seed);
        while (wanted()) {
          const from = this.#next;
          this.#next = Math.min(inputs, from + BATCH);
          await this.#batch(lane, from, this.#next);
        }
        await lane.close();
      }),
    );
    clearInterval(gauge);
    clearInterval(news);
  }

  /** What a run came to, in one line. */
  summary(): string {
    const { number, milliseconds } = this.#slowest;
    return [
      `seed ${this.#seed}: ${this.#done} inputs from ${this.#seeds.count} seeds`,
      `${((Date.now() - this.#began) / 60_000).toFixed(1)} minutes`,
      `${this.findings.length} findings of ${this.#kinds.size} kinds`,
      `${this.#alarms} false alarms`,
      `peak RSS ${(this.#peakRss / 2 ** 20).toFixed(0)} MiB`,
      `slowest ${(milliseconds / 1000).toFixed(1)} s (number ${number})`,
    ].join(', ');
  }

  async #batch(lane: Lane, from: number, end: number): Promise<void> {
    for (let at = from; at < end;) {
      const ended = await lane.perform({ from: at, count: end - at });
      if (ended.slowest.milliseconds > this.#slowest.milliseconds) this.#slowest = ended.slowest;
      for (const found of ended.findings) await this.#record(lane, found);
      const next = ended.stopped ? await this.#afterStop(lane, ended.stopped, at) : end;
      this.#done += next - at;
      at = next;
    }
  }

  /** A thread that was ended loses the findings of its batch: what came before the input is done again on its own. */
  async #afterStop(lane: Lane, { number }: Found, from: number): Promise<number> {
    if (number > from) {
      const before: Ended = await lane.perform({ from, count: number - from });
      for (const found of before.findings) await this.#record(lane, found);
    }
    const again = await lane.perform({ from: number, count: 1 });
    const found = again.stopped ?? again.findings[0];
    if (found) await this.#record(lane, found);
    else this.#alarms++;
    return number + 1;
  }

  async #record(lane: Lane, found: Found): Promise<void> {
    const { number, finding } = found;
    this.findings.push(found);
    const known = this.#kinds.get(finding.kind) ?? 0;
    this.#kinds.set(finding.kind, known + 1);
    if (known >= (finding.kind === TOO_LONG ? MOST_KEPT_OF_TOO_LONG : MOST_KEPT_OF_A_KIND)) return;
    console.log(`FINDING ${this.#seed}-${number}: ${finding.kind}\n${finding.detail.slice(0, 1500)}`);
    const { bytes } = buildInput(this.#seeds, this.#seed, number);
    this.#keep(`${this.#seed}-${number}`, bytes, finding);
    // Every check of one that takes too long takes as long: it is kept as it is.
    if (finding.kind === TOO_LONG) return;
    const { findings, stopped } = await lane.perform({ bytes, depth: EVERYTHING });
    if ((stopped ?? findings[0])?.finding.kind !== finding.kind) return;
    const small = await minimise(lane, this.#seeds, { seed: this.#seed, number, kind: finding.kind });
    this.#keep(`${this.#seed}-${number}-small`, small, finding);
  }

  #keep(name: string, bytes: Uint8Array, { kind, detail }: Finding): void {
    writeFileSync(path.join(this.#out, `${name}.onnx`), bytes);
    writeFileSync(path.join(this.#out, `${name}.txt`), `${kind}\n${detail}\n`);
  }
}
