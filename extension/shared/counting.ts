/** Tools as which a model can be counted besides our own way. */
export const COUNTING_TOOLS = [
  'thop',
  'torch',
  'fvcore',
  'ptflops',
  'ptflops-pytorch',
  'torchinfo',
  'onnx-tool',
] as const;
export type CountingTool = (typeof COUNTING_TOOLS)[number];
