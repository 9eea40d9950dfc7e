import type { Engine } from '../../../extension/shared/engineCalls';
import type { Report } from '../../../extension/shared/report';

/** A report without layers, for tests that only pass it on. */
export function emptyReport(path: string): Report {
  return {
    schema: 1,
    model: { path, format: 'onnx', name: '', entry: '' },
    dims: {},
    inputs: [],
    outputs: [],
    hardware: 'horowitz-45nm',
    totals: {
      macs: 0,
      flops: 0,
      params: 0,
      storedElements: 0,
      weightBytes: 0,
      movedBytes: 0,
      peakActivationBytes: 0,
      energy: { computePj: 0, memoryPj: 0, totalPj: 0 },
    },
    complete: true,
    layers: [],
    diagnostics: [],
  };
}

const NOTHING = {
  macs: 0,
  flops: 0,
  params: 0,
  weightBytes: 0,
  movedBytes: 0,
  peakActivationBytes: 0,
  energyPj: 0,
};
const EMPTY_SCENE = { width: 0, height: 0, nodes: [], edges: [], frames: [] };

/** An engine that answers every call with next to nothing; tests replace the calls they are about. */
export function fakeEngine(overrides: Partial<Engine> = {}): Engine {
  return {
    analyze: (path) => Promise.resolve(emptyReport(path)),
    view: () =>
      Promise.resolve({
        scene: { width: 0, height: 0, nodes: [], edges: [], frames: [] },
        hotspots: [],
        hotspotsLeftOut: 0,
      }),
    details: () => Promise.resolve(null),
    groupDifferences: () => Promise.resolve({}),
    groupsAround: (_path, _options, id) => Promise.resolve([`around ${id}`]),
    listing: () => Promise.resolve({ text: '', lines: [], tensors: [], regions: [] }),
    sourceEntries: () => Promise.resolve({ entries: [], findings: [] }),
    sourceLines: () =>
      Promise.resolve({
        entry: null,
        inputs: [],
        totals: null,
        complete: false,
        lines: [],
        shapes: [],
        findings: [],
      }),
    setText: () => Promise.resolve(),
    suggest: (path) =>
      Promise.resolve({
        model: { path, format: 'onnx', name: '' },
        hardware: 'horowitz-45nm',
        before: NOTHING,
        suggestions: [],
        trivial: 0,
        remarks: [],
      }),
    combine: () =>
      Promise.resolve({ applied: [], conflicts: [], before: NOTHING, after: NOTHING, riskScore: 0 }),
    weightFacts: () => Promise.resolve({}),
    rankCurve: () => Promise.resolve(null),
    outputErrors: () => Promise.resolve({}),
    preview: () => Promise.resolve({ before: EMPTY_SCENE, after: EMPTY_SCENE }),
    plan: () => Promise.reject(new Error('no plan')),
    check: () => Promise.resolve({ costs: NOTHING, budget: {}, excesses: [], complete: true }),
    rewrite: () => Promise.reject(new Error('nothing to write to')),
    sourceChange: () => Promise.resolve({ refused: 'it is no source file' }),
    hardware: () => Promise.resolve([{ id: 'horowitz-45nm', label: '45 nm' }]),
    ...overrides,
  };
}
