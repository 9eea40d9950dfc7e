import type { DType } from '../ir/dtype';

/** Energy of one operation in picojoules. `assumed` marks what the profile's source does not give. */
export interface EnergyEntry {
  readonly pj: number;
  readonly assumed: boolean;
  /** How the number came about. */
  readonly note?: string;
}

/** What arithmetic and data movement cost on one kind of hardware; first order, without control and leakage. */
export interface HardwareProfile {
  readonly id: string;
  readonly label: string;
  readonly source: string;
  /** One multiply and its accumulate, per element type; a type that is missing has no known energy. */
  readonly macPicojoules: Readonly<Partial<Record<DType, EnergyEntry>>>;
  readonly dramPicojoulesPerByte: number;
  /** Capacity of the on-chip buffer: an activation tensor that fits is priced at the buffer's rate. */
  readonly bufferBytes: number;
  readonly bufferPicojoulesPerByte: number;
  readonly notes?: readonly string[];
}

/** Picojoules of one MAC on operands of this element type; null where the profile does not say. */
export function picojoulesPerMac(profile: HardwareProfile, dtype: DType | null): number | null {
  return dtype === null ? null : (profile.macPicojoules[dtype]?.pj ?? null);
}

/** Picojoules per byte of an activation tensor of this size: the buffer's rate if it fits whole, else DRAM's. */
export function picojoulesPerActivationByte(profile: HardwareProfile, tensorBytes: number): number {
  return tensorBytes <= profile.bufferBytes ? profile.bufferPicojoulesPerByte : profile.dramPicojoulesPerByte;
}
