import type { Report, ReportLayer } from '../../extension/shared/report';

const LONGEST_REFUSAL = 400;
const LONGEST_MESSAGE = 600;
const COSTS = [
  ...(['macs', 'flops', 'params', 'weightElements', 'weightBytes', 'inputBytes', 'outputBytes'] as const),
  ...(['movedBytes', 'energyPj', 'intensity', 'calls', 'transcendentals'] as const),
];
const WHOLE = COSTS.filter((name) => name !== 'energyPj' && name !== 'intensity');

/** What is wrong with a report whatever the model was; null where nothing is. */
export function reportProblem(report: Report): string | null {
  return (
    numberProblem(report, '') ??
    totalsProblem(report) ??
    firstOf(report.layers, layerProblem) ??
    completenessProblem(report) ??
    firstOf(report.diagnostics, ({ code, message }) => {
      const problem = sentenceProblem(message, LONGEST_MESSAGE);
      return problem && `finding ${code} ${problem}: ${message.slice(0, 300)}`;
    })
  );
}

/** What is wrong with a sentence for people. */
export function sentenceProblem(text: string, longest = LONGEST_REFUSAL): string | null {
  if (text.length > longest) return 'is too long';
  // eslint-disable-next-line no-control-regex -- these are what must not be there
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(text)
    ? 'holds control characters'
    : null;
}

/** No number anywhere is infinite or none at all: JSON has no word for them. */
function numberProblem(value: unknown, where: string): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : `${where} is not finite`;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const problem = numberProblem(inner, Array.isArray(value) ? where : key);
    if (problem !== null) return problem;
  }
  return null;
}

function layerProblem(layer: ReportLayer): string | null {
  const negative = COSTS.find((name) => (layer[name] ?? 0) < 0);
  if (negative) return `${negative} of a layer is negative: ${layer[negative] ?? ''} of ${layer.op}`;
  const broken = WHOLE.find((name) => !Number.isInteger(layer[name] ?? 0));
  return broken ? `${broken} of a layer is no whole number: ${layer[broken] ?? ''} of ${layer.op}` : null;
}

function totalsProblem({ totals, diagnostics }: Report): string | null {
  const { macs, flops, params, storedElements, weightBytes, movedBytes, peakActivationBytes, energy } =
    totals;
  const counts = { macs, flops, params, storedElements, weightBytes, movedBytes, peakActivationBytes };
  for (const [name, value] of Object.entries({ ...counts, ...energy }))
    if (value < 0) return `total ${name} is negative: ${value}`;
  const inexact = Object.entries(counts).find(([, value]) => !Number.isSafeInteger(value));
  const said = diagnostics.some(({ code }) => code === 'beyond-exact-integers');
  return inexact && !said ? `total ${inexact[0]} is not exact and no finding says so: ${inexact[1]}` : null;
}

/** A complete report knows every cost, and its totals are the sums; an incomplete one has a layer or tensor to blame. */
function completenessProblem({ complete, layers, totals }: Report): string | null {
  if (!complete) return null;
  const open = layers.find(
    ({ macs, flops, movedBytes }) => macs === null || flops === null || movedBytes === null,
  );
  if (open) return `complete, but a cost is not known of ${open.op}`;
  const unknown = layers.find((layer) => layer.unknown !== null);
  if (unknown) return `complete, but unknown is ${String(unknown.unknown)}`;
  for (const name of ['macs', 'flops', 'movedBytes'] as const) {
    const sum = layers.reduce((total, layer) => total + (layer[name] ?? 0), 0);
    if (Math.abs(sum - totals[name]) > 1e-9 * sum)
      return `total ${name} is not the sum of the layers: ${sum}`;
  }
  return null;
}

function firstOf<T>(items: readonly T[], problem: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = problem(item);
    if (found !== null) return found;
  }
  return null;
}
