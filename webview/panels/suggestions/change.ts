const MINUS = '\u2212';

/** A share as the change that it is: 0.66 is `−34%`, 1.2 is `+20%`, 12 is `12x`; nothing is rounded to all or none. */
export function changeText(share: number): string {
  if (!Number.isFinite(share)) return '';
  if (share >= 10) return `${Math.round(share)}x`;
  const percent = Math.abs(share - 1) * 100;
  if (percent === 0) return '0%';
  if (percent < 0.01) return '≈0%';
  return `${share < 1 ? MINUS : '+'}${digits(percent)}%`;
}

function digits(percent: number): string {
  if (percent < 0.095) return percent.toFixed(2);
  if (percent < 9.95) return percent.toFixed(1);
  if (percent > 99 && percent < 100) return (Math.floor(percent * 10) / 10).toFixed(1);
  return String(Math.round(percent));
}
