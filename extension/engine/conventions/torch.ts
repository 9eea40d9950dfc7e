import type { Convention } from './convention';

/**
 * torch.utils.flop_counter.FlopCounterMode of PyTorch 2, on the path where attention is computed by products: two
 * operations for every MAC, and nothing for element operations.
 */
export const TORCH: Convention = {
  id: 'torch',
  tool: "PyTorch's FlopCounterMode",
  unit: 'FLOPs',
  recount: ({ macs }) =>
    macs === null ? null : { count: 2 * macs, why: macs === 0 ? '' : 'it counts a MAC as two operations' },
};
