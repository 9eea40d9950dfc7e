const MINUS = '\u2212';

/** A share as the change that it is: 0.66 is `−34%`, 1.2 is `+20%`, 12 is `12x`. */
export function changeText(share: number): string {
  if (!Number.isFinite(share)) return '';
  if (share >= 10) return `${Math.round(share)}x`;
  const percent = Math.abs(share - 1) * 100;
  if (percent === 0) return '0%';
  const sign = share < 1 ? MINUS : '+';
  if (percent < 0.1) return `${sign}<0.1%`;
  // All gone is said only where all is gone.
  if (percent > 99.9 && share > 0 && share < 1) return `${MINUS}>99.9%`;
  return `${sign}${percent < 9.95 ? percent.toFixed(1) : String(percent > 99 && share < 1 ? Math.floor(percent) : Math.round(percent))}%`;
}
