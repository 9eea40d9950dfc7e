import type { ReportLayer } from '../../shared/report';
import type { Derivation, Figure } from '../../shared/webviewProtocol';
import { formatExact } from '../units';
import { causalDerivation } from './derivation/work';
import { exactBytes, figure } from './figure';

/** What a causal mask leaves of the MACs. */
export function causalFigures(layer: ReportLayer): readonly Figure[] {
  const { causalMacs } = layer;
  return causalMacs === undefined
    ? []
    : [figure('of them causal', causalMacs, formatExact, causalDerivation(layer))];
}

/** Recurrent operators keep a state, attention keeps keys and values. */
const STATE = /LinearAttention|CausalConv/;

/** What a layer's cache is called. */
export function cacheName({ op }: ReportLayer): string {
  return STATE.test(op) ? 'state' : 'KV cache';
}

/** What is kept for later tokens. */
export function cacheFigures(layer: ReportLayer): readonly Figure[] {
  const { cache: kept } = layer;
  if (!kept) return [];
  const name = cacheName(layer);
  const derivation: Derivation = {
    formula: [],
    brief: '',
    convention: [
      'Bytes of the past inputs, which one execution reads, and of the present outputs, which it writes.',
    ],
    section: 'bytes',
  };
  return [
    figure(`Read of ${name}`, kept.pastBytes, exactBytes, derivation),
    figure(`Written to ${name}`, kept.presentBytes, exactBytes, derivation),
  ];
}
