import type { ReportLayer, ReportTensor } from '../../../shared/report';
import type { Derivation } from '../../../shared/webviewProtocol';
import type { HardwareProfile } from '../../hardware/profile';
import { bitsOf, type DType } from '../../ir/dtype';
import { formatBytes, formatEnergy, formatExact } from '../../units';
import { movedSum, movementOf } from './movement';
import { dtypeOf, type Operands, sumOf, type Term } from './terms';

/** Sums of floating-point products may differ in their last digits. */
const TOLERANCE = 1e-9;

interface Parts {
  readonly arithmetic: readonly Term[];
  readonly memory: readonly Term[];
  /** The element type that its MACs are priced at; null without MACs. */
  readonly type: DType | null;
}

/**
 * Energy: MACs and bytes, each at its price. The parts are found from sizes and element types; where they do not add up to
 * the figure, no numbers are shown.
 */
export function energyDerivation(
  layer: ReportLayer,
  operands: Operands,
  types: readonly DType[],
  profile: HardwareProfile,
): Derivation {
  const parts = layer.energyPj === null ? null : partsOf(layer, operands, types, profile);
  const terms = parts ? [...parts.arithmetic, ...parts.memory].map(({ text }) => text) : [];
  return {
    formula: [
      'MACs * pJ per MAC + bytes * pJ per byte',
      ...terms.map((text, at) => `${at === 0 ? '=' : '+'} ${text}`),
      ...(parts ? [`= ${sumsText(parts)}`] : []),
    ],
    brief: terms.join(' + '),
    convention: [
      `Weights come from DRAM, activations from the ${formatBytes(profile.bufferBytes)} buffer if the whole tensor fits; control and leakage are not in it.`,
      ...(parts?.type ? [priceOf(parts.type, profile)] : []),
      `${profile.label}: ${profile.source}.`,
    ],
    section: 'energy',
  };
}

function sumsText({ arithmetic, memory }: Parts): string {
  return `${formatEnergy(sumOf(arithmetic))} arithmetic + ${formatEnergy(sumOf(memory))} data movement`;
}

function partsOf(
  layer: ReportLayer,
  operands: Operands,
  types: readonly DType[],
  profile: HardwareProfile,
): Parts | null {
  const memory = memoryTerms(layer, operands, profile);
  if (memory === null) return null;
  const candidates = [...types].sort((a, b) => bitsOf(b) - bitsOf(a));
  const tries = (layer.macs ?? 0) > 0 ? candidates : [null];
  return (
    tries
      .map((type): Parts => ({ arithmetic: arithmeticTerms(layer, type, profile), memory, type }))
      .find(({ arithmetic }) => isEqual(sumOf([...arithmetic, ...memory]), layer.energyPj ?? 0)) ?? null
  );
}

function arithmeticTerms(
  { macs }: ReportLayer,
  type: DType | null,
  profile: HardwareProfile,
): readonly Term[] {
  const pj = type === null ? undefined : profile.macPicojoules[type]?.pj;
  if (pj === undefined || macs === null) return [];
  return [{ text: `${formatExact(macs)} MACs * ${pj} pJ`, value: macs * pj }];
}

function memoryTerms(
  layer: ReportLayer,
  operands: Operands,
  profile: HardwareProfile,
): readonly Term[] | null {
  if (layer.movedBytes === 0) return [];
  const movement = movementOf(layer, operands);
  if (movement === null) return null;
  const activations = [...movement.inputs, ...movement.outputs];
  const fits = activations.filter(({ whole }) => whole <= profile.bufferBytes);
  const others = activations.filter(({ whole }) => whole > profile.bufferBytes);
  const { dramPicojoulesPerByte: dram, bufferPicojoulesPerByte: buffer } = profile;
  return [
    term(movement.weights, dram, 'of weights'),
    term(movedSum(fits), buffer, 'in the buffer'),
    term(movedSum(others), dram, 'in DRAM'),
  ].filter(({ value }) => value > 0);
}

function term(bytes: number, pj: number, where: string): Term {
  return { text: `${formatExact(bytes)} B ${where} * ${pj} pJ`, value: bytes * pj };
}

function isEqual(a: number, b: number): boolean {
  return Math.abs(a - b) <= TOLERANCE * Math.max(a, b);
}

/** `A float32 MAC: multiply 3.7 + add 0.9 pJ.`, with a word where the profile's source does not give it. */
function priceOf(type: DType, { macPicojoules }: HardwareProfile): string {
  const entry = macPicojoules[type];
  const from = entry?.note === undefined ? '' : ` (${entry.note})`;
  return `A ${type} MAC is ${entry?.pj ?? 0} pJ${from}${entry?.assumed === true ? ', assumed' : ''}.`;
}

/** Element types that MACs may be priced at: those of the inputs, and those that they were dequantized from. */
export function operandTypes(
  { inputs }: ReportLayer,
  producerOf: (tensor: ReportTensor) => ReportLayer | undefined,
): readonly DType[] {
  const sources = inputs.flatMap((tensor) => {
    const producer = producerOf(tensor);
    return producer?.op === 'DequantizeLinear' ? producer.inputs.slice(0, 1) : [];
  });
  const types = [...inputs, ...sources].map(dtypeOf).filter((type) => type !== null);
  return [...new Set(types)];
}
