/** Whether a path names Python source. */
export function isPythonPath(path: string): boolean {
  return /\.py$/i.test(path);
}
