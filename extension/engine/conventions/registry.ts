import type { CountingTool } from '../../shared/counting';
import type { Convention } from './convention';
import { THOP } from './thop';
import { TORCH } from './torch';

/** Add a tool: a file beside this one, a line here and its name in shared/counting.ts. */
export const CONVENTIONS: Readonly<Record<CountingTool, Convention>> = { thop: THOP, torch: TORCH };
