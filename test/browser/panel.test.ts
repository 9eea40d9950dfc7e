import assert from 'node:assert/strict';
import { ELEMENT_BUDGET } from '../../webview/graph/levels';
import { PROTOCOL_VERSION } from '../../extension/shared/webviewProtocol';
import type { Report } from '../../extension/shared/report';
import { layerTree } from '../../extension/engine/view/tree';
import { createPanelHost, type PanelHost } from '../helpers/panelHost';
import { reportBuilder } from '../helpers/reportBuilder';
import { chainReport, residualReport, transformerReport } from '../helpers/sampleReports';
import { openPage, type Webview } from './harness';
import { type Theme, THEMES } from './themes';

interface Panel {
  readonly web: Webview;
  readonly host: PanelHost;
}

async function openPanel(report: Report, theme: Theme = 'dark'): Promise<Panel> {
  const host = createPanelHost(report);
  const web = await openPage({
    theme,
    width: 1440,
    height: 900,
    onMessage: async (message, webview) => {
      for (const answer of host.answer(message)) await webview.send(answer);
    },
  });
  await web.message('ready');
  await web.page.waitForFunction(
    () =>
      document.querySelector('svg.graph[data-level]') !== null ||
      document.querySelector('.notice.failed') !== null,
  );
  return { web, host };
}

const boxTitles = (web: Webview): Promise<string[]> =>
  web.page.locator('.nodes g.node text.title').allTextContents();
const count = (web: Webview, selector: string): Promise<number> => web.page.locator(selector).count();
const text = (web: Webview, selector: string): Promise<string> =>
  web.page.locator(selector).first().innerText();

/** Waits until the page has answered an input: a frame for the message, one for the drawing. */
async function settled(web: Webview): Promise<void> {
  await web.page.waitForTimeout(120);
}

async function boxAt(
  web: Webview,
  id: string,
): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await web.page.locator(`.nodes g[data-id="${id}"] .body`).boundingBox();
  assert.ok(box, id);
  return box;
}

async function clickBox(web: Webview, id: string, double = false): Promise<void> {
  const box = await boxAt(web, id);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await (double ? web.page.mouse.dblclick(x, y) : web.page.mouse.click(x, y));
  await settled(web);
}

describe('the layer graph panel', function () {
  this.timeout(30_000);
  let panel: Panel;
  const open = async (report: Report, theme?: Theme): Promise<Webview> => {
    panel = await openPanel(report, theme);
    return panel.web;
  };

  afterEach(async () => {
    const errors = [...panel.web.errors];
    await panel.web.close();
    assert.deepEqual(errors, []);
  });

  it('says that it is ready and draws what it is sent', async () => {
    const web = await open(residualReport(2));
    assert.deepEqual(await web.message('ready'), { type: 'ready', version: PROTOCOL_VERSION, view: null });
    const titles = await boxTitles(web);
    assert.ok(titles.includes('Conv') && titles.includes('input'));
    assert.match(await text(web, '.section-totals'), /MACs\s+9\.88 M \(9,879,712\)/);
    assert.equal(await count(web, '.section-hotspots button.hotspot'), 6);
  });

  it('selects what is clicked and shows its details', async () => {
    const web = await open(residualReport(2));
    await clickBox(web, '1');
    assert.deepEqual(web.messages.at(-1), { type: 'select', id: '1' });
    assert.equal(await count(web, '.node.selected'), 1);
    assert.match(await text(web, '.section-details'), /2,359,296/);
    await web.page.locator('vscode-button', { hasText: 'Open in listing' }).click();
    assert.deepEqual(await web.message('openListing'), { type: 'openListing', id: '1' });
  });

  it('opens a group where it stands, by double click and by its chevron', async () => {
    const web = await open(transformerReport());
    const id = 'group:/encoder/layers/1';
    await web.page.locator('.stage').press('0');
    await web.send({ type: 'reveal', id });
    await settled(web);
    const before = await boxAt(web, id);
    await clickBox(web, id, true);
    const frame = await web.page.locator(`.frames g[data-id="${id}"] .body`).boundingBox();
    assert.ok(
      frame && Math.abs(frame.x - before.x) < 1 && Math.abs(frame.y - before.y) < 1,
      'the corner stays',
    );
    await web.page.mouse.click(frame.x + 12, frame.y + 12);
    await settled(web);
    assert.equal(await count(web, `.frames g[data-id="${id}"]`), 0);
    const after = await boxAt(web, id);
    assert.ok(Math.abs(after.y - before.y) < 1, 'and comes back');
  });

  it('keeps the view when only numbers change', async () => {
    const web = await open(residualReport(3));
    await web.page.mouse.move(400, 400);
    await web.page.mouse.wheel(0, 300);
    await settled(web);
    const before = await boxAt(web, '5');
    panel.host.change({ title: 'again' });
    await web.send({ type: 'snapshot', snapshot: panel.host.snapshot() });
    await settled(web);
    assert.deepEqual(await boxAt(web, '5'), before);
  });

  it('moves, opens and clears by keyboard', async () => {
    const web = await open(residualReport(2));
    const stage = web.page.locator('.stage');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await stage.press(key);
    await settled(web);
    assert.deepEqual(web.messages.at(-1), { type: 'select', id: '1' });
    assert.match((await web.page.locator('[aria-live]').textContent()) ?? '', /Conv node_1/);
    await stage.press('Enter');
    assert.deepEqual(web.messages.at(-1), { type: 'openListing', id: '1' });
    await stage.press('Backspace');
    await settled(web);
    assert.equal(await count(web, '.frames g[data-id="group:/layers/0"]'), 0);
    await stage.press('Escape');
    await settled(web);
    assert.equal(await count(web, '.node.selected'), 0);
    await stage.press('f');
    await stage.press('+');
    await stage.press('/');
    assert.equal(await web.page.evaluate(() => document.activeElement?.localName), 'vscode-text-field');
  });

  it('searches hidden layers and reveals one', async () => {
    const web = await open(transformerReport());
    await web.page.locator('.stage').press('/');
    await web.page.keyboard.type('softmax');
    await web.page.locator('.match').first().waitFor();
    assert.equal(await count(web, '.match'), 12);
    await web.page.keyboard.press('ArrowDown');
    await web.page.keyboard.press('ArrowDown');
    await web.page.keyboard.press('Enter');
    await settled(web);
    const reveal = await web.message('reveal');
    await web.page.locator(`.nodes g.selected[data-id="${reveal.id}"]`).waitFor();
    assert.equal(await count(web, 'rect.flash'), 1);
  });

  it('asks for another metric, another profile and a bound dim', async () => {
    const web = await open({
      ...residualReport(2),
      symbols: [{ name: 'batch', kind: 'declared', value: 1, assumed: true }],
    });
    await web.page.locator('vscode-dropdown[aria-label="Metric"]').click();
    await web.page.locator('vscode-option', { hasText: 'Energy' }).click();
    assert.equal((await web.message('view')).view.metric, 'energy');
    await settled(web);
    assert.match(await text(web, '.hotspot.head'), /Energy/);
    await web.page.locator('vscode-dropdown[aria-label="Hardware"]').click();
    await web.page.locator('vscode-option', { hasText: 'TPUv4i' }).click();
    assert.equal((await web.message('hardware')).id, 'tpuv4i-7nm');
    const field = web.page.locator('vscode-text-field.dim-input input');
    await field.fill('8');
    await field.press('Enter');
    assert.deepEqual(await web.message('dim'), { type: 'dim', name: 'batch', value: 8 });
  });

  it('comes back as it was after being hidden', async () => {
    const web = await open(transformerReport());
    await clickBox(web, '0');
    await web.page.locator('.stage').press('f');
    await settled(web);
    const [before, titles] = [
      await web.page.locator('svg.graph > g').getAttribute('transform'),
      await boxTitles(web),
    ];
    await web.hideAndShow();
    await web.page.locator('.node.selected, .far path').first().waitFor();
    await settled(web);
    assert.equal(await web.page.locator('svg.graph > g').getAttribute('transform'), before);
    assert.deepEqual(await boxTitles(web), titles);
    assert.match(await text(web, '.section-details'), /Gather/);
  });

  it('keeps a scene of 10,000 boxes within its budget of elements', async () => {
    const report = chainReport(10_000);
    const web = await open(report);
    const view = { metric: 'macs', open: layerTree(report).groups.map((group) => group.id) } as const;
    for (const answer of panel.host.answer({ type: 'view', view })) await web.send(answer);
    await web.page.waitForTimeout(500);
    assert.equal(panel.host.snapshot().scene?.nodes.length, 10_002);
    for (const key of ['f', '0', '+', '+', '-', '-', '-', '-', '-', '-', '-', '-']) {
      await web.page.locator('.stage').press(key);
      await settled(web);
      const elements = await count(web, 'svg.graph *');
      assert.ok(elements <= ELEMENT_BUDGET, `${elements} elements`);
    }
  });

  it('shows from further away the cost that it shows from near: a bound is none that is unknown', async () => {
    const b = reportBuilder();
    const x = b.layer('Conv', ['input'], { scope: 'a', macs: 500 });
    const y = b.layer('Custom', [x], { scope: 'a', macs: null, unknown: 'no rule' });
    const z = b.layer('Other', [y], { macs: null, unknown: 'no rule' });
    const web = await open(b.build([z]));
    const view = { metric: 'macs', open: ['group:'] } as const;
    for (const answer of panel.host.answer({ type: 'view', view })) await web.send(answer);
    await settled(web);
    while ((await web.page.locator('svg.graph').getAttribute('data-level')) === 'near') {
      await web.page.locator('.stage').press('-');
      await settled(web);
    }
    const costs = await web.page.locator('.node.middle text.cost').allTextContents();
    assert.deepEqual(costs, ['>= 500 (100%)', '?']);
  });

  it('shows names from a file as text, whatever they contain', async () => {
    const evil = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
    const b = reportBuilder({ [evil]: [1, 8] });
    const x = b.layer(`Conv${evil}`, [evil], {
      name: evil,
      macs: 10,
      scope: `${evil}/a`,
      attributes: { [evil]: evil },
    });
    const y = b.layer('Relu', [x], { name: evil, scope: `${evil}/a`, macs: null, unknown: evil });
    const report = b.build([y]);
    const finding = { severity: 'error', code: 'x', message: evil, layer: '0' } as const;
    const web = await open({ ...report, model: { ...report.model, name: evil }, diagnostics: [finding] });
    await web.page.locator('.stage').press('ArrowDown');
    await web.page.locator('.stage').press('ArrowDown');
    await settled(web);
    assert.equal(await count(web, 'img, .app script'), 0);
    assert.notEqual(await web.page.title(), '1');
    assert.match(await text(web, '.section-details'), /<img src=x/);
  });

  it('says in the graph’s place why there is none, and above it that it is old', async () => {
    const web = await open(residualReport(2));
    panel.host.change({ status: 'stale', message: 'Reading shapes' });
    await web.send({ type: 'snapshot', snapshot: panel.host.snapshot() });
    assert.match(await text(web, '.notice.ribbon'), /Reading shapes/);
    await web.page.locator('.notice vscode-button').click();
    await web.message('cancel');
    panel.host.change({ status: 'failed', message: 'model.onnx is not an ONNX model.', scene: null });
    await web.send({ type: 'snapshot', snapshot: panel.host.snapshot() });
    assert.equal(await text(web, '.notice.failed'), 'model.onnx is not an ONNX model.');
    assert.equal(await web.page.locator('.nodes g').first().isVisible(), false);
  });

  it('reads as a table in program order', async () => {
    const web = await open(residualReport(1));
    const rows = await web.page.locator('table tbody tr').allInnerTexts();
    assert.equal(rows.length, 11);
    assert.deepEqual(
      rows.slice(0, 2).map((row) => row.split('\t')[0]),
      ['input', 'Conv'],
    );
    assert.match(rows[1] ?? '', /442 k/);
  });

  for (const theme of THEMES)
    it(`draws in ${theme}`, async () => {
      const web = await open(transformerReport(), theme);
      await web.page.locator('.section-hotspots button.hotspot').first().click();
      await settled(web);
      await web.screenshot(`panel-${theme}`);
      const colours = await web.page.evaluate(() => {
        const body = document.querySelector('.node .body');
        return body ? [getComputedStyle(body).fill, getComputedStyle(body).stroke] : [];
      });
      assert.equal(colours.length, 2);
      assert.ok(
        colours.every(
          (colour) => (colour !== 'none' && colour !== 'rgb(0, 0, 0)') || theme === 'highContrast',
        ),
        colours.join(),
      );
    });
});
