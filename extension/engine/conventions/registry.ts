import type { CountingTool } from '../../shared/counting';
import type { Convention } from './convention';
import { FVCORE } from './fvcore';
import { ONNX_TOOL } from './onnxTool';
import { PTFLOPS } from './ptflops';
import { PTFLOPS_MODULES } from './ptflopsModules';
import { THOP } from './thop';
import { TORCH } from './torch';
import { TORCHINFO } from './torchinfo';

/** Add a tool: a file beside this one, a line here and its name in shared/counting.ts. */
export const CONVENTIONS: Readonly<Record<CountingTool, Convention>> = {
  thop: THOP,
  torch: TORCH,
  fvcore: FVCORE,
  ptflops: PTFLOPS,
  'ptflops-pytorch': PTFLOPS_MODULES,
  torchinfo: TORCHINFO,
  'onnx-tool': ONNX_TOOL,
};
