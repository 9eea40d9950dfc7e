import type { Numbers } from '../../weights/encode';

export interface Made {
  readonly values: Numbers;
  readonly dims: readonly number[];
}
