import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import {
  BUILT_IN_PROFILES,
  DEFAULT_PROFILE_ID,
  findProfile,
} from '../../../../extension/engine/hardware/builtInProfiles';
import {
  type HardwareProfile,
  picojoulesPerActivationByte,
  picojoulesPerMac,
} from '../../../../extension/engine/hardware/profile';
import { validateProfile } from '../../../../extension/engine/hardware/validateProfile';
import { DTYPES, type DType } from '../../../../extension/engine/ir/dtype';
import { projectRoot } from '../../../helpers/root';

const HARDWARE = path.join(projectRoot(), 'media/hardware');
const SCHEMA = path.join(projectRoot(), 'media/schema/hardware.schema.json');

function profile(id: string): HardwareProfile {
  const found = findProfile(id);
  assert.ok(found, id);
  return found;
}

function json(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

describe('hardware profiles', () => {
  /** Multiply + add as published; null: not in the source, so assumed. */
  const published: Readonly<Record<string, Partial<Record<DType, number>>>> = {
    'horowitz-45nm': {
      float32: 3.7 + 0.9,
      float16: 1.1 + 0.4,
      int8: 0.2 + 0.1,
      uint8: 0.2 + 0.1,
      int32: 3.1 + 0.1,
    },
    'tpuv4i-7nm': {
      float32: 1.31 + 0.38,
      float16: 0.34 + 0.16,
      bfloat16: 0.21 + 0.11,
      int8: 0.07 + 0.03,
      uint8: 0.07 + 0.03,
      int32: 1.48 + 0.03,
    },
  };
  const assumed: Readonly<Record<string, Partial<Record<DType, number>>>> = {
    'horowitz-45nm': {
      bfloat16: 1.5,
      float64: 18.4,
      int16: 0.8,
      uint16: 0.8,
      int4: 0.15,
      uint4: 0.15,
      int2: 0.075,
      float8e4m3fn: 0.75,
      float8e5m2: 0.75,
    },
    'tpuv4i-7nm': {
      float64: 4 * 1.69,
      int16: (0.1 * 0.8) / 0.3,
      int4: 0.05,
      uint4: 0.05,
      int2: 0.025,
      float8e4m3fn: 0.25,
      float4e2m1: 0.125,
    },
  };
  const tables = [
    { table: published, isAssumed: false },
    { table: assumed, isAssumed: true },
  ];
  for (const { table, isAssumed } of tables)
    for (const [id, energies] of Object.entries(table))
      for (const [dtype, pj] of Object.entries(energies) as [DType, number][])
        it(`${id}: a ${dtype} MAC takes ${pj.toPrecision(3)} pJ, ${isAssumed ? 'assumed' : 'published'}`, () => {
          const entry = profile(id).macPicojoules[dtype];
          assert.ok(entry && Math.abs(entry.pj / pj - 1) < 1e-5, String(entry?.pj));
          assert.equal(entry.assumed, isAssumed);
        });

  it('prices memory as published', () => {
    const horowitz = profile('horowitz-45nm');
    assert.equal(horowitz.dramPicojoulesPerByte, 640 / 4);
    assert.equal(horowitz.bufferPicojoulesPerByte, 100 / 8);
    const tpu = profile('tpuv4i-7nm');
    assert.equal(tpu.dramPicojoulesPerByte, (250 + 450) / 2 / 8);
    assert.equal(tpu.bufferPicojoulesPerByte, 14 / 8);
    for (const each of [horowitz, tpu]) assert.equal(each.bufferBytes, 1024 * 1024);
  });

  it('prices an activation tensor by whether it fits the buffer whole', () => {
    const horowitz = profile('horowitz-45nm');
    assert.equal(picojoulesPerActivationByte(horowitz, 1_048_576), 12.5);
    assert.equal(picojoulesPerActivationByte(horowitz, 1_048_577), 160);
  });

  it('does not know what a profile does not say', () => {
    for (const dtype of ['int64', 'bool', 'string', 'complex64', null] as const)
      assert.equal(picojoulesPerMac(profile('horowitz-45nm'), dtype), null);
    assert.equal(picojoulesPerMac(profile('horowitz-45nm'), 'float32'), 4.6);
  });

  it('knows every file in media/hardware by its name, and those that the user adds', () => {
    const names = readdirSync(HARDWARE).map((name) => path.basename(name, '.json'));
    assert.deepEqual(BUILT_IN_PROFILES.map(({ id }) => id).sort(), names.sort());
    assert.equal(BUILT_IN_PROFILES[0]?.id, DEFAULT_PROFILE_ID);
    const own = { ...profile('tpuv4i-7nm'), id: 'mine' };
    assert.equal(findProfile('mine', [own]), own);
    assert.equal(findProfile('mine'), null);
  });

  describe('validation', () => {
    const good = json(path.join(HARDWARE, 'horowitz-45nm.json'));
    const isValid = new Ajv2020({ strict: true, strictTypes: false }).compile(json(SCHEMA));
    const energies = good['macPicojoules'] as Record<string, unknown>;
    const entry = (value: unknown): unknown => ({ ...good, macPicojoules: { ...energies, int8: value } });

    it('accepts the built-in files, as the schema does', () => {
      for (const name of readdirSync(HARDWARE)) {
        const file = json(path.join(HARDWARE, name));
        assert.equal(typeof validateProfile(file), 'object');
        assert.ok(isValid(file), JSON.stringify(isValid.errors));
      }
    });

    it('names every element type in the schema', () => {
      const text = readFileSync(SCHEMA, 'utf8');
      for (const dtype of Object.keys(DTYPES)) assert.ok(text.includes(`"${dtype}"`), dtype);
    });

    const bad: readonly (readonly [unknown, string])[] = [
      [null, 'The hardware profile must be an object, but is null.'],
      [[], 'The hardware profile must be an object, but is [].'],
      [
        { ...good, id: 'My Chip' },
        'The hardware profile\'s id must be a short name of lower-case letters, digits, dots and dashes, but is "My Chip".',
      ],
      [{ ...good, label: undefined }, "The hardware profile's label must be a text, but is missing."],
      [
        { ...good, dramPicojoulesPerByte: '160' },
        'The hardware profile\'s dramPicojoulesPerByte must be a number that is not negative, but is "160".',
      ],
      [
        { ...good, bufferPicojoulesPerByte: -1 },
        "The hardware profile's bufferPicojoulesPerByte must be a number that is not negative, but is -1.",
      ],
      [
        { ...good, bufferBytes: 0.5 },
        "The hardware profile's bufferBytes must be a whole number, but is 0.5.",
      ],
      [{ ...good, dramPicojoules: 1 }, 'The hardware profile has no field dramPicojoules.'],
      [
        { ...good, macPicojoules: { ...energies, float31: { pj: 1, assumed: true } } },
        'The hardware profile\'s macPicojoules names "float31", which is not an element type.',
      ],
      [entry(0.3), "The hardware profile's macPicojoules.int8 must be an object, but is 0.3."],
      [
        entry({ pj: 0.3 }),
        "The hardware profile's macPicojoules.int8.assumed must be true or false, but is missing.",
      ],
      [
        entry({ pj: null, assumed: true }),
        "The hardware profile's macPicojoules.int8.pj must be a number that is not negative, but is null.",
      ],
      [{ ...good, notes: ['a', 1] }, "The hardware profile's notes[1] must be a text, but is 1."],
      [JSON.parse('{ "__proto__": 1 }'), 'The hardware profile has no field __proto__.'],
    ];
    for (const [value, sentence] of bad)
      it(sentence, () => {
        assert.equal(validateProfile(value), sentence);
        assert.equal(isValid(JSON.parse(JSON.stringify(value))), false);
      });
  });
});
