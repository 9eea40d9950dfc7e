/** The only place that rounds: counts in SI steps, bytes in binary ones, three significant digits. */

const SI = ['', ' k', ' M', ' G', ' T', ' P', ' E'];
const BINARY = [' B', ' KiB', ' MiB', ' GiB', ' TiB', ' PiB', ' EiB'];
const ENERGY = [' pJ', ' nJ', ' µJ', ' mJ', ' J', ' kJ', ' MJ'];

/** A count: `115.6 M` is written `116 M`; below 1,000 the exact number. */
export function formatCount(count: number): string {
  return scale(count, 1000, SI);
}

export function formatBytes(bytes: number): string {
  return scale(bytes, 1024, BINARY);
}

export function formatEnergy(picojoules: number): string {
  return scale(picojoules, 1000, ENERGY);
}

/** MACs per byte. */
export function formatIntensity(macsPerByte: number): string {
  return `${significant(macsPerByte)} MAC/B`;
}

/** A share of a total, 0 to 1, as a percentage: `2.8%`, `<0.1%`, `0%`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent === 0) return '0%';
  return percent < 0.1 ? '<0.1%' : `${percent >= 99.95 ? percent.toFixed(0) : percent.toFixed(1)}%`;
}

/** Every digit, in groups of three: `115,605,504`. */
export function formatExact(count: number): string {
  return Number.isInteger(count) ? count.toLocaleString('en-US') : String(count);
}

function scale(value: number, step: number, units: readonly string[]): string {
  let scaled = value;
  let unit = 0;
  while (roundsToStep(scaled, step) && unit < units.length - 1) {
    scaled /= step;
    unit++;
  }
  return `${unit === 0 && Number.isInteger(scaled) ? String(scaled) : significant(scaled)}${units[unit] ?? ''}`;
}

/** 999.9 would print as 1000: it belongs to the next unit. */
function roundsToStep(value: number, step: number): boolean {
  return Number(Math.abs(value).toPrecision(Math.abs(value) >= 1000 ? 4 : 3)) >= step;
}

function significant(value: number): string {
  if (Math.abs(value) >= 1000) return value.toFixed(0);
  const rounded = Number(value.toPrecision(3));
  if (Math.abs(rounded) >= 100) return rounded.toFixed(0);
  return rounded.toPrecision(3);
}
