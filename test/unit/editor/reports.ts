import type { Report, ReportLayer } from '../../../extension/shared/report';
import { emptyReport } from '../host/fakeEngine';

/** A layer that costs nothing, changed as the test needs it. */
export function layer(changes: Partial<ReportLayer>): ReportLayer {
  return {
    id: '0',
    name: 'node',
    op: 'Conv',
    path: '',
    index: 0,
    scope: [],
    calls: 1,
    inputs: [],
    outputs: [],
    macs: 0,
    flops: 0,
    params: 0,
    weightElements: 0,
    weightBytes: 0,
    inputBytes: 0,
    outputBytes: 0,
    movedBytes: 0,
    energyPj: 0,
    intensity: null,
    source: null,
    unknown: null,
    ...changes,
  };
}

/** A report of these layers, with totals given by the test. */
export function report(layers: readonly ReportLayer[], changes: Partial<Report> = {}): Report {
  return { ...emptyReport('/model.onnx'), layers, ...changes };
}

/** Totals with only what a test is about. */
export function totals(changes: Partial<Report['totals']>): Report['totals'] {
  return { ...emptyReport('').totals, ...changes };
}
