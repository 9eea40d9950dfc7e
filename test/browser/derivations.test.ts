import assert from 'node:assert/strict';
import { createEngine } from '../../extension/engine/api';
import type { Report } from '../../extension/shared/report';
import type { ToWebview } from '../../extension/shared/webviewProtocol';
import { derivedModel, undecidedModel } from '../helpers/derivedModels';
import { memoryHost } from '../helpers/memoryHost';
import { createPanelHost } from '../helpers/panelHost';
import { openPage, type Webview } from './harness';

function reportOf(model: Uint8Array): Promise<Report> {
  const engine = createEngine(memoryHost({ 'm.onnx': model }));
  return engine.analyze('m.onnx', { hardware: 'horowitz-45nm', dims: {}, inputShapes: {}, countAs: 'thop' });
}

/** The panel with a layer selected. */
async function openDetails(report: Report, name: string): Promise<Webview> {
  const host = createPanelHost(report);
  const web = await openPage({
    width: 1440,
    height: 1200,
    onMessage: async (message, webview) => {
      for (const answer of host.answer(message)) await webview.send(answer);
    },
  });
  await web.page.locator('svg.graph').waitFor();
  const layer = report.layers.find((candidate) => candidate.name === name);
  for (const answer of host.answer({ type: 'select', id: layer?.id ?? null })) await web.send(answer);
  await web.page.locator('.figures').waitFor();
  return web;
}

function answersFor(report: Report, name: string): readonly ToWebview[] {
  const layer = report.layers.find((candidate) => candidate.name === name);
  return createPanelHost(report).answer({ type: 'reveal', id: layer?.id ?? '' });
}

const line = (web: Webview, label: string): ReturnType<Webview['page']['locator']> =>
  web.page.locator('.figure-line', { has: web.page.locator(`.label:text-is("${label}")`) });

describe('derivations of figures', function () {
  this.timeout(30_000);
  let web: Webview;

  afterEach(async () => {
    const errors = [...web.errors];
    await web.close();
    assert.deepEqual(errors, []);
  });

  it('show the formula of MACs at once, others when they are unfolded by keyboard', async () => {
    web = await openDetails(await reportOf(derivedModel()), '/conv/Conv');
    assert.match(await line(web, 'MACs').innerText(), /= 1 \* 8 \* 16 \* 16 \* 3 \* 3 \* 3/);
    const energy = line(web, 'Energy');
    assert.doesNotMatch(await energy.innerText(), /55,296/);
    await energy.locator('summary').focus();
    await web.page.keyboard.press('Enter');
    assert.match(
      await energy.innerText(),
      /= 55,296 MACs \* 4\.6 pJ\s+\+ 896 B of weights \* 160 pJ\s+\+ 11,264 B in the buffer \* 12\.5 pJ/,
    );
    assert.match(await energy.innerText(), /Horowitz 45 nm: M\. Horowitz/);
    for (const label of ['FLOPs', 'Params', 'Moved bytes']) await line(web, label).locator('summary').click();
    await web.page.locator('.section-details').scrollIntoViewIfNeeded();
    await web.screenshot('derivations');
  });

  it('lead to the section of the documentation', async () => {
    web = await openDetails(await reportOf(derivedModel()), '/conv/Conv');
    await line(web, 'MACs').locator('button').click();
    assert.deepEqual(await web.message('openDocs'), { type: 'openDocs', section: 'macs' });
  });

  it('stay open from layer to layer', async () => {
    const report = await reportOf(derivedModel());
    web = await openDetails(report, '/conv/Conv');
    await line(web, 'FLOPs').locator('summary').click();
    await web.page.locator('.stage').press('ArrowDown');
    await web.page.locator('.detail-title', { hasText: 'Reshape' }).waitFor();
    await web.page.locator('.stage').press('ArrowUp');
    await web.page.locator('.detail-title', { hasText: 'Conv' }).waitFor();
    assert.match(await line(web, 'FLOPs').innerText(), /= 2 \* 55,296 \+ 2,048 output elements/);
  });

  it('say why another tool differs, and what mask and cache come to', async () => {
    web = await openDetails(await reportOf(derivedModel()), '/attn/Attention');
    assert.match(
      await line(web, 'As thop 0.1.1').innerText(),
      /0 MACs\s+32,768 fewer: what is computed outside/,
    );
    assert.match(await line(web, 'of them causal').innerText(), /29,184/);
    assert.match(await line(web, 'Written to KV cache').innerText(), /16,384 B/);
    await web.screenshot('derivations-attention');
  });

  it('bound what only a run decides', async () => {
    const report = await reportOf(undecidedModel());
    web = await openDetails(report, '/If');
    assert.match(await line(web, 'MACs').innerText(), /at least 256, at most 1,024/);
    assert.match(await line(web, 'MACs, then branch').innerText(), /1,024/);
    await web.screenshot('derivations-if');
    for (const answer of answersFor(report, '/wide0/MatMul')) await web.send(answer);
    await web.page.locator('.detail-title', { hasText: '/wide0/MatMul' }).waitFor();
    assert.match(await line(web, 'MACs').innerText(), /at most 512/);
    assert.match(await line(web, 'MACs').innerText(), /None where its branch is not taken/);
    const costs = await web.page.locator('.nodes text.cost, .frames text').allTextContents();
    for (const cost of ['<= 512', '<= 256', '256 to 1.02 k'])
      assert.ok(costs.includes(cost), `${cost} in ${costs.join()}`);
    await web.screenshot('derivations-branch');
  });
});
