import { COUNTING_TOOLS, type CountingTool } from './counting';
import { METRICS, type Metric } from './scene';

/** Where a setting may be set; `machine` keeps a workspace from naming files on the user's disk. */
export type SettingScope = 'machine' | 'machine-overridable' | 'window' | 'resource';

/** The user's choices, in the extension's own words. */
export interface Settings {
  readonly metric: Metric;
  readonly hardware: string;
  /** A tool as which models are counted besides; "" for none. */
  readonly countAs: CountingTool | '';
  /** Values for symbolic dims, by name. */
  readonly dims: Readonly<Record<string, number>>;
  readonly codeLensEnabled: boolean;
  /** Output shapes at the ends of lines in forward. */
  readonly inlayHintsEnabled: boolean;
  /** Whether Python files that define models are run and priced. */
  readonly pythonEnabled: boolean;
  /** Folders of installed packages, absolute or relative to the workspace folder. */
  readonly pythonPackages: readonly string[];
  readonly pythonTimeLimitSeconds: number;
  readonly pythonMemoryLimitMebibytes: number;
  /** Absolute paths of additional hardware profiles. */
  readonly hardwareProfiles: readonly string[];
}

interface SettingRow<T> {
  /** Full name, as in settings.json. */
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'object' | 'array' | 'integer';
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
  countAs: {
    name: 'layercost.countAs',
    type: 'string',
    scope: 'resource',
    fallback: '',
    read: (value) => COUNTING_TOOLS.find((tool) => tool === value) ?? '',
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
  inlayHintsEnabled: {
    name: 'layercost.inlayHints.enabled',
    type: 'boolean',
    scope: 'resource',
    fallback: false,
    read: (value) => value === true,
  },
  pythonEnabled: {
    name: 'layercost.python.enabled',
    type: 'boolean',
    scope: 'resource',
    fallback: true,
    read: (value) => value !== false,
  },
  pythonPackages: {
    name: 'layercost.python.packages',
    type: 'array',
    scope: 'machine-overridable',
    fallback: [],
    read: readTexts,
  },
  pythonTimeLimitSeconds: {
    name: 'layercost.python.timeLimitSeconds',
    type: 'integer',
    scope: 'resource',
    fallback: 10,
    read: (value) => within(value, 1, 600, 10),
  },
  pythonMemoryLimitMebibytes: {
    name: 'layercost.python.memoryLimitMiB',
    type: 'integer',
    scope: 'resource',
    fallback: 1024,
    read: (value) => within(value, 128, 4096, 1024),
  },
  hardwareProfiles: {
    name: 'layercost.hardwareProfiles',
    type: 'array',
    scope: 'machine',
    fallback: [],
    read: readTexts,
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

function readTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function within(value: unknown, from: number, to: number, fallback: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to
    ? value
    : fallback;
}

/** Where workspaces say what of their source files is to be priced. */
export const CONFIGURATION_GLOB = '**/layercost.json';
