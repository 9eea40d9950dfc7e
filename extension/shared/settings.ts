import { METRICS, type Metric } from './scene';

/** Where a setting may be set; `machine` keeps a workspace from naming files on the user's disk. */
export type SettingScope = 'machine' | 'window' | 'resource';

/** The user's choices, in the extension's own words. */
export interface Settings {
  readonly metric: Metric;
  readonly hardware: string;
  /** Values for symbolic dims, by name. */
  readonly dims: Readonly<Record<string, number>>;
  readonly codeLensEnabled: boolean;
  /** Absolute paths of additional hardware profiles. */
  readonly hardwareProfiles: readonly string[];
}

interface SettingRow<T> {
  /** Full name, as in settings.json. */
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'object' | 'array';
  readonly scope: SettingScope;
  readonly fallback: T;
  /** Turns whatever a settings file holds into a valid value. */
  read(value: unknown): T;
}

/** The one table of settings: the code reads by it, a test compares it with the manifest. */
export const SETTINGS: { readonly [K in keyof Settings]: SettingRow<Settings[K]> } = {
  metric: {
    name: 'layercost.metric',
    type: 'string',
    scope: 'resource',
    fallback: 'macs',
    read: (value) => METRICS.find((metric) => metric === value) ?? 'macs',
  },
  hardware: {
    name: 'layercost.hardware',
    type: 'string',
    scope: 'resource',
    fallback: 'horowitz-45nm',
    read: (value) => (typeof value === 'string' && value !== '' ? value : 'horowitz-45nm'),
  },
  dims: { name: 'layercost.dims', type: 'object', scope: 'resource', fallback: {}, read: readDims },
  codeLensEnabled: {
    name: 'layercost.codeLens.enabled',
    type: 'boolean',
    scope: 'resource',
    fallback: true,
    read: (value) => value !== false,
  },
  hardwareProfiles: {
    name: 'layercost.hardwareProfiles',
    type: 'array',
    scope: 'machine',
    fallback: [],
    read: (value) => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []),
  },
};

/** The largest value a dim can be bound to: sizes stay exact integers far beyond any real tensor. */
export const MAX_DIM = 1e9;

/** Whether a number can be the size of a dim. */
export function isDimValue(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_DIM;
}

function readDims(value: unknown): Readonly<Record<string, number>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, number] => isDimValue(entry[1])),
  );
}
