import assert from 'node:assert/strict';
import { createEngine } from '../../../../extension/engine/api';
import { branchRange } from '../../../../extension/engine/view/ranges';
import type { ReportLayer, ReportRange, ReportRanges } from '../../../../extension/shared/report';
import type { Metric, Scene } from '../../../../extension/shared/scene';
import type { Details } from '../../../../extension/shared/webviewProtocol';
import { undecidedModel } from '../../../helpers/derivedModels';
import { memoryHost } from '../../../helpers/memoryHost';
import { reportBuilder } from '../../../helpers/reportBuilder';

const OPTIONS = { hardware: 'horowitz-45nm', dims: {}, inputShapes: {} } as const;
const OWNER = 'group:/@1:If';
const THEN = 'group:/@1:If/@then_branch';

const engine = createEngine(memoryHost({ 'm.onnx': undecidedModel() }));

async function detailsOf(id: string): Promise<Details> {
  const details = await engine.details('m.onnx', OPTIONS, id);
  assert.ok(details, id);
  return details;
}

async function sceneOf(metric: Metric, open: readonly string[] = ['group:']): Promise<Scene> {
  return (await engine.view('m.onnx', OPTIONS, { metric, open })).scene;
}

async function boxOf(id: string, metric: Metric, open?: readonly string[]): Promise<string | undefined> {
  return (await sceneOf(metric, open)).nodes.find((node) => node.id === id)?.cost;
}

const values = ({ costs }: Details): readonly (readonly [string, string])[] =>
  costs.map(({ label, value }) => [label, value] as const);

const exactly = (value: number): ReportRange => ({ atLeast: value, atMost: value });
const allOf = (macs: number): ReportRanges => ({
  macs: exactly(macs),
  flops: exactly(2 * macs),
  movedBytes: exactly(0),
  energyPj: exactly(0),
});

describe('an If that only a run decides', () => {
  let layer: ReportLayer;

  before(() => {
    const builder = reportBuilder();
    const made = builder.build([builder.layer('If', ['input'])]).layers[0];
    assert.ok(made);
    layer = { ...made, branches: { then_branch: allOf(64), else_branch: allOf(512) } };
  });

  it('costs its cheaper branch at least', () => {
    assert.deepEqual(branchRange(layer, 'macs'), { atLeast: 64, atMost: 512 });
  });

  it('may cost nothing where it lies in such a branch itself', () => {
    const choice = { owner: '1', branch: 'then_branch', macs: 0, flops: 0, movedBytes: 8, energyPj: 100 };
    assert.deepEqual(branchRange({ ...layer, choice }, 'macs'), { atLeast: 0, atMost: 512 });
  });
});

describe('a group whose branches only a run takes', () => {
  it('has the same bounds in the graph and in the detail pane', async () => {
    assert.deepEqual(values(await detailsOf(OWNER)), [
      ['MACs', 'at least 256, at most 1,024'],
      ['Params', '320'],
      ['Moved bytes', 'at least 641 B, at most 1,921 B (1.88 KiB)'],
      ['Energy', 'at least 47.0 nJ, at most 180 nJ'],
    ]);
    assert.equal(await boxOf(OWNER, 'macs'), '256 to 1.02 k');
    assert.equal(await boxOf(OWNER, 'bytes'), '641 B to 1.88 KiB');
  });

  it('is priced: nothing is said to be missing, and no share of what is open', async () => {
    const details = await detailsOf(OWNER);
    assert.deepEqual(details.notes.slice(0, -1), ['In branches that only a run takes: 3 layers.']);
    assert.deepEqual(details.costs[0]?.derivation?.convention, [
      'Sum over 4 layers. Only a run decides which branches are taken.',
    ]);
    assert.deepEqual(details.shares, [{ label: 'Params', value: '83.3%' }]);
  });

  it('says the same of the If alone, with what it moves itself', async () => {
    const { layers } = await engine.analyze('m.onnx', OPTIONS);
    const id = layers.find(({ op }) => op === 'If')?.id ?? '';
    const moved = (await detailsOf(id)).costs.find(({ label }) => label === 'Moved bytes');
    assert.equal(moved?.value, 'at least 641 B, at most 1,921 B (1.88 KiB)');
    assert.equal(await boxOf(id, 'bytes', ['group:', OWNER]), '641 B to 1.88 KiB');
  });

  it('has the parameters of both branches in the graph, too', async () => {
    assert.equal(await boxOf(OWNER, 'params'), '320 (83.3%)');
  });

  it('is nothing or all of a branch where it lies in one', async () => {
    assert.equal(values(await detailsOf(THEN))[0]?.[1], 'at most 1,024');
    const { frames, nodes } = await sceneOf('macs', ['group:', OWNER]);
    const drawn = [...frames, ...nodes].find(({ id }) => id === THEN);
    assert.equal(drawn?.cost, '<= 1.02 k');
  });

  it('has the bounds of the whole model in the root', async () => {
    const { totals } = await engine.analyze('m.onnx', OPTIONS);
    assert.deepEqual(totals.range?.macs, { atLeast: 512, atMost: 1280 });
    assert.equal(values(await detailsOf('group:'))[0]?.[1], 'at least 512, at most 1,280');
  });
});
