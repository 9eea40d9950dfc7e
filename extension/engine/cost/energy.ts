import { type HardwareProfile, picojoulesPerActivationByte, picojoulesPerMac } from '../hardware/profile';
import { bitsOf, type DType } from '../ir/dtype';
import type { Work } from '../ops/op';
import type { ShapedNode } from '../inference/shaped';
import type { NodeTraffic } from './types';

/**
 * Picojoules of one execution's MACs: their count times the profile's energy for the wider of the two operand
 * types. Null where the type is open or the profile does not know it.
 */
export function computePicojoules(
  node: ShapedNode,
  work: Work,
  macs: number,
  profile: HardwareProfile,
): number | null {
  if (macs === 0) return 0;
  const perMac = picojoulesPerMac(profile, macDtype(node, work));
  return perMac === null ? null : macs * perMac;
}

/**
 * Picojoules of one execution's data movement: weights from DRAM; each activation from the on-chip buffer if
 * the whole tensor fits in it, else from DRAM. First order: no reuse, no control, no leakage.
 */
export function memoryPicojoules(traffic: NodeTraffic, profile: HardwareProfile): number | null {
  if (traffic.weightBytesMoved === null || traffic.activations === null) return null;
  let picojoules = traffic.weightBytesMoved * profile.dramPicojoulesPerByte;
  for (const { movedBytes, tensorBytes } of traffic.activations)
    picojoules += movedBytes * picojoulesPerActivationByte(profile, tensorBytes);
  return picojoules;
}

/** The wider operand's type; operands straight out of DequantizeLinear count as quantized when both are. */
export function macDtype({ inputs }: ShapedNode, { macOperands = [0, 1] }: Work): DType | null {
  const [a, b] = macOperands.map((slot) => inputs[slot] ?? null);
  if (!a || !b) return a?.facts.dtype ?? b?.facts.dtype ?? null;
  if (a.dequantizedFrom !== null && b.dequantizedFrom !== null)
    return wider(a.dequantizedFrom, b.dequantizedFrom);
  return wider(a.facts.dtype, b.facts.dtype);
}

function wider(a: DType | null, b: DType | null): DType | null {
  if (a === null || b === null) return null;
  return bitsOf(b) > bitsOf(a) ? b : a;
}
