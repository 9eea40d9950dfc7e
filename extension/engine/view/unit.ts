import type { ReportLayer, ReportTensor } from '../../shared/report';

/** A vertex of the drawn graph: a layer, or an input or output of the model. */
export type Unit =
  | { readonly kind: 'layer'; readonly id: string; readonly layer: ReportLayer }
  | { readonly kind: 'input' | 'output'; readonly id: string; readonly tensor: ReportTensor };
