import assert from 'node:assert/strict';
import { groupDifferences } from '../../extension/engine/view/groupDifferences';
import { groupsAround, layerTree } from '../../extension/engine/view/tree';
import { type Difference, NO_DIFFERENCES } from '../../extension/shared/diff';
import type { Report } from '../../extension/shared/report';
import { ELEMENT_BUDGET } from '../../webview/graph/levels';
import { createPanelHost, type PanelHost } from '../helpers/panelHost';
import { chainReport, transformerReport } from '../helpers/sampleReports';
import { openPage, type Webview } from './harness';
import { type Theme, THEMES } from './themes';

/** Inside the second of twelve blocks, between them, and outside of them all. */
const LAYERS: Readonly<Record<string, Difference>> = { '18': 'changed', '20': 'added', '40': 'removed' };

interface Panel {
  readonly web: Webview;
  readonly host: PanelHost;
  readonly differ: (layers: Readonly<Record<string, Difference>>) => Promise<void>;
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
  await web.page.locator('svg.graph[data-level]').waitFor();
  const differ = async (layers: Readonly<Record<string, Difference>>): Promise<void> => {
    host.change({ differing: { layers, groups: groupDifferences(report, layers) } });
    await web.send({ type: 'snapshot', snapshot: host.snapshot() });
  };
  return { web, host, differ };
}

/** Zooms out until boxes are blocks. */
async function zoomFar({ page }: Webview): Promise<void> {
  for (let step = 0; step < 20; step++) {
    await page.locator('.stage').press('-');
    await page.waitForTimeout(60);
    if ((await page.locator('svg.graph').getAttribute('data-level')) === 'far') return;
  }
  assert.fail('it never became far');
}

describe('marks of differences', function () {
  this.timeout(30_000);

  it('stand on closed groups with a count, and on the layers once they are open', async () => {
    const report = transformerReport();
    const { web, host, differ } = await openPanel(report);
    await differ(LAYERS);
    const badge = (id: string) => web.page.locator(`.graph g.difference[data-differs="${id}"] text`);
    const closed = host.snapshot().scene?.nodes.filter(({ kind }) => kind === 'group') ?? [];
    const around = groupsAround(report, '18');
    const shown = around.find((id) => closed.some((node) => node.id === id)) ?? assert.fail(around.join());
    await web.send({ type: 'reveal', id: shown });
    const counts = groupDifferences(report, LAYERS)[shown] ?? assert.fail();
    assert.ok(counts.changed + counts.added > 0);
    await badge(shown).waitFor({ state: 'attached' });
    assert.match((await badge(shown).textContent()) ?? '', /^(?:\d+ (?:changed|added|removed|differ))$/);
    assert.match(await web.page.locator('table').innerText(), /\d+ \w+(?: and \d+ \w+)? in comparison/);
    for (const answer of host.answer({ type: 'reveal', id: '18' })) await web.send(answer);
    await badge('18').waitFor({ state: 'attached' });
    assert.equal(await badge('18').textContent(), 'changed');
    assert.equal(await badge(shown).count(), 0);
    await web.close();
  });

  it('stay in sight from far away, as one shape for each kind, with words on demand', async () => {
    const { web, differ } = await openPanel(transformerReport());
    await differ(LAYERS);
    await zoomFar(web);
    const shapes = web.page.locator('.marks path.far-difference');
    assert.ok((await shapes.count()) >= 1);
    assert.equal(await web.page.locator('g.difference').count(), 0);
    const box = (await shapes.first().boundingBox()) ?? assert.fail();
    await web.page.mouse.move(box.x + box.width / 2, box.y + 2);
    await web.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    const title = (await web.page.locator('.stage').getAttribute('title')) ?? '';
    assert.match(title, /in comparison/);
    await differ({});
    await shapes.first().waitFor({ state: 'detached' });
    await differ(LAYERS);
    await shapes.first().waitFor({ state: 'attached' });
    for (let step = 0; step < 12; step++) await web.page.locator('.stage').press('+');
    await shapes.first().waitFor({ state: 'detached' });
    assert.deepEqual(web.errors, []);
    await web.close();
  });

  it('keep to the budget of elements when everything differs', async () => {
    const report = chainReport(10_000);
    const { web, host, differ } = await openPanel(report);
    const view = { metric: 'macs', open: layerTree(report).groups.map(({ id }) => id) } as const;
    for (const answer of host.answer({ type: 'view', view })) await web.send(answer);
    await differ(Object.fromEntries(report.layers.map(({ id }) => [id, 'changed'])));
    for (const key of ['f', '0', '-', '-', '-', '-', '-', '-']) {
      await web.page.locator('.stage').press(key);
      await web.page.waitForTimeout(120);
      const elements = await web.page.locator('svg.graph *').count();
      assert.ok(elements <= ELEMENT_BUDGET, `${elements} elements`);
    }
    await web.close();
  });

  for (const theme of THEMES)
    it(`are drawn in ${theme}`, async () => {
      const { web, host, differ } = await openPanel(transformerReport(), theme);
      await differ({ ...LAYERS, '0': 'added', '1': 'changed', '3': 'removed' });
      const [first] = host.snapshot().scene?.nodes.filter(({ kind }) => kind === 'group') ?? [];
      await web.send({ type: 'reveal', id: first?.id ?? assert.fail() });
      await web.page.waitForTimeout(1800);
      await web.screenshot(`differences-groups-${theme}`);
      await web.page.locator('.stage').press('f');
      await zoomFar(web).catch(() => undefined);
      await web.screenshot(`differences-far-${theme}`);
      const [stroke] = await web.page
        .locator('path.far-difference')
        .evaluateAll((all) => all.map((path) => getComputedStyle(path).stroke));
      assert.ok(stroke !== undefined && stroke !== 'none', stroke);
      assert.deepEqual(web.errors, []);
      await web.close();
    });

  it('are none without a comparison', async () => {
    const { web, host } = await openPanel(transformerReport());
    assert.deepEqual(host.snapshot().differing, NO_DIFFERENCES);
    assert.equal(await web.page.locator('.difference').count(), 0);
    await web.close();
  });
});
