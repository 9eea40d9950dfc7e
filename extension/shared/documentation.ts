/** Sections of the documentation that figures refer to: a file in `docs` and the fragment of a heading in it. */
export const DOC_SECTIONS = {
  macs: { file: 'counting.md', fragment: 'macs' },
  flops: { file: 'counting.md', fragment: 'flops' },
  params: { file: 'counting.md', fragment: 'parameters' },
  bytes: { file: 'counting.md', fragment: 'bytes' },
  peak: { file: 'counting.md', fragment: 'peak-activation-memory' },
  energy: { file: 'counting.md', fragment: 'energy' },
  otherTools: { file: 'counting.md', fragment: 'as-other-tools-count' },
  hardware: { file: 'hardware-profiles.md', fragment: 'hardware-profiles' },
} as const;

export type DocSection = keyof typeof DOC_SECTIONS;

/** The section of this name; null for anything else, whoever asks. */
export function readSection(name: unknown): DocSection | null {
  return typeof name === 'string' && Object.hasOwn(DOC_SECTIONS, name) ? (name as DocSection) : null;
}
