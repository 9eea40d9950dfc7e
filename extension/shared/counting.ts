/** Tools as which a model can be counted besides our own way. */
export const COUNTING_TOOLS = ['thop', 'torch'] as const;
export type CountingTool = (typeof COUNTING_TOOLS)[number];
