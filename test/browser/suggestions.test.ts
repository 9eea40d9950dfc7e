import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { SuggestionsView } from '../../extension/shared/suggestionsView';
import type { FromWebview } from '../../extension/shared/webviewProtocol';
import type { Webview } from './harness';
import { chosen, openSuggestions, type SuggestionPanel } from './suggestionHost';
import { cardFor, SAMPLE_CARDS, SAMPLE_PLAN, SAMPLE_VIEW, samplePreview } from './suggestionSamples';
import { THEMES } from './themes';

describe('the suggestions view', function () {
  this.timeout(30_000);
  let panel: SuggestionPanel;
  const open = async (options: Parameters<typeof openSuggestions>[0] = {}): Promise<Webview> => {
    panel = await openSuggestions({ view: SAMPLE_VIEW, ...options });
    return panel.web;
  };
  const find = (selector: string): Locator => panel.web.page.locator(`.section-suggestions ${selector}`);
  const card = (id: string): Locator => find(`.card[data-id="${id}"]`);
  const titles = (): Promise<string[]> => find('.card h3').allTextContents();
  const posted = (type: FromWebview['type']): readonly FromWebview[] =>
    panel.web.messages.filter((message) => message.type === type);
  const active = (): Promise<string | null> =>
    panel.web.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
  const scrolled = (): Promise<number> => panel.web.page.locator('.side').evaluate((side) => side.scrollTop);
  const top = async (id: string): Promise<number> => (await card(id).boundingBox())?.y ?? NaN;

  /** Messages cross to the test and back. */
  const settled = (): Promise<void> => panel.web.page.waitForTimeout(120);

  afterEach(async () => {
    const errors = [...panel.web.errors];
    await panel.web.close();
    assert.deepEqual(errors, []);
  });

  it('asks, says how far it has come and why it failed', async () => {
    await open({ view: null });
    await panel.change({ ...SAMPLE_VIEW, status: 'loading', message: 'Pricing suggestions: 3 of 40' });
    assert.match(await find('.prompt').innerText(), /3 of 40/);
    await panel.change({ ...SAMPLE_VIEW, status: 'failed', message: 'The model cannot be priced.' });
    assert.match(await find('.prompt .failure').innerText(), /cannot be priced/);
    assert.equal(await find('.cards').isVisible(), false);
    await panel.change(null);
    await find('vscode-button').filter({ hasText: 'Suggest compression' }).click();
    await find('.card').first().waitFor();
    assert.deepEqual(posted('suggest'), [{ type: 'suggest' }]);
    assert.equal(await find('.prompt').isVisible(), false);
    assert.deepEqual(
      await titles(),
      SAMPLE_CARDS.map(({ title }) => title),
    );
    assert.match(await find('.suggestions-footer').innerText(), /7 trivial suggestions are not shown/);
  });

  it('shows what a card says: costs, risk in words, needs, reasons', async () => {
    await open();
    const first = card('depthwise-separable@1');
    assert.match(await first.innerText(), /becomes a 3x3 convolution per channel/);
    assert.equal(await first.locator('.risk-badge').innerText(), 'medium risk');
    assert.equal(await first.locator('.steps .on').count(), 3);
    assert.equal(await card('fold-batch-norm@2').locator('.risk-badge').innerText(), 'exact');
    assert.deepEqual(await first.locator('.tag').allTextContents(), ['retraining']);
    const bars = await first.locator('> .cost-bars .cost-bar').allInnerTexts();
    assert.match(bars[0] ?? '', /MACs\s+9\.88 M.*7\.87 M\s+−20%/s);
    assert.equal(await first.locator('> .cost-bars .grown .gauge-more').count(), 2);
    await first.locator('.why > summary').click();
    assert.match(await first.locator('.why').innerText(), /Szegedy.*In the changed layers/s);
  });

  it('applies where it can and says why it cannot', async () => {
    await open();
    const not = card('cast-half').getByRole('button', { name: 'Apply' });
    assert.equal(await not.isDisabled(), true);
    assert.match((await not.getAttribute('title')) ?? '', /Only PyTorch source/);
    await card('depthwise-separable@1').getByRole('button', { name: 'Apply' }).click();
    await settled();
    assert.deepEqual(posted('applySuggestion'), [{ type: 'applySuggestion', id: 'depthwise-separable@1' }]);
  });

  it('leads from a card to its layer without moving the card', async () => {
    await open();
    await card('low-rank@3:rank=6').scrollIntoViewIfNeeded();
    const before = await top('low-rank@3:rank=6');
    await card('low-rank@3:rank=6').locator('.link-button').click();
    assert.deepEqual(await panel.web.message('reveal'), { type: 'reveal', id: '3' });
    await panel.web.page.locator('.nodes g.selected[data-id="3"]').waitFor();
    assert.ok(Math.abs((await top('low-rank@3:rank=6')) - before) < 1, 'the details above have grown');
  });

  it('chooses several cards, also faster than it is answered, and clears them', async () => {
    await open();
    await card('depthwise-separable@1').locator('.check-box').click();
    await card('spatial-sequential@1').locator('label').click();
    await find('.conflicts li').waitFor();
    assert.deepEqual(posted('choose').at(-1), {
      type: 'choose',
      ids: ['depthwise-separable@1', 'spatial-sequential@1'],
    });
    await panel.web.page.evaluate(() => {
      for (const id of ['quantize-weights', 'cast-half'])
        document.querySelector<HTMLElement>(`.card[data-id="${id}"] .check-box`)?.click();
    });
    await settled();
    const last = posted('choose').at(-1);
    assert.equal(last?.type === 'choose' && last.ids.length, 4);
    assert.equal(await find('.check-box:checked').count(), 4);
    assert.match(
      await find('.summary').innerText(),
      /4 chosen.*MACs.*−36%.*Risk 0\.21.*replaces the same layer/s,
    );
    await find('.summary button').click();
    await settled();
    assert.deepEqual(posted('choose').at(-1), { type: 'choose', ids: [] });
    assert.equal(await find('.summary').isVisible(), false);
    assert.equal(await find('.check-box:checked').count(), 0);
  });

  it('keeps the sum of what is chosen in sight', async () => {
    await open({ view: { ...SAMPLE_VIEW, ...chosen(['cast-half']) } });
    await card('pooled-classifier@12').scrollIntoViewIfNeeded();
    const side = await panel.web.page.locator('.side').boundingBox();
    const summary = await find('.summary').boundingBox();
    assert.ok(summary && Math.abs(summary.y - (side?.y ?? NaN) - 24) < 2);
  });

  it('plans for a budget, by button and by Enter', async () => {
    await open();
    const field = find('.budget-field input');
    await find('.budget vscode-button').click();
    assert.equal(await panel.web.page.evaluate(() => document.activeElement?.className), 'budget-field');
    await field.fill('macs=60%');
    await field.press('Enter');
    await settled();
    assert.deepEqual(posted('plan'), [{ type: 'plan', budget: 'macs=60%' }]);
    await find('.plot .point').first().waitFor();
    assert.equal(await find('.plan-message').innerText(), 'The budget is met by 3 suggestions.');
    await field.fill(' weights=20kB ');
    await find('.budget vscode-button').click();
    await settled();
    assert.deepEqual(posted('plan').at(-1), { type: 'plan', budget: 'weights=20kB' });
    await panel.change({ plan: null, message: 'a budget limits macs, but got "speed=1"' });
    assert.match(await find('.plan-message.failure').innerText(), /speed=1/);
  });

  it('chooses a plan by its point', async () => {
    const view = { ...SAMPLE_VIEW, plan: SAMPLE_PLAN, ...chosen(SAMPLE_PLAN.points[2]?.ids ?? []) };
    await open({ view });
    const points = find('.plot-stage .point');
    assert.equal(await points.count(), 5);
    assert.equal(await find('.plot-stage .point.meets').count(), 3);
    const shapes = await points.locator('path').evaluateAll((paths) => paths.map((p) => p.getAttribute('d')));
    assert.equal(shapes[0], shapes[4]);
    assert.notEqual(shapes[2], shapes[4]);
    assert.match((await points.nth(2).getAttribute('aria-label')) ?? '', /risk 0\.21, meets the budget/);
    assert.match(await find('.plot-stage').innerText(), /risk\s+MACs \+ bytes, share of now/);
    await points.nth(4).click();
    await settled();
    assert.deepEqual(posted('choose'), [{ type: 'choose', ids: SAMPLE_PLAN.points[4]?.ids }]);
    await find('.plot-stage .point.current:nth-child(5)').waitFor();
    assert.equal(await points.nth(4).getAttribute('aria-pressed'), 'true');
  });

  it('previews the change in the card, drawn like the graph', async () => {
    await open();
    const button = card('depthwise-separable@1').getByRole('button', { name: 'Preview' });
    await button.click();
    await settled();
    assert.deepEqual(posted('preview'), [{ type: 'preview', id: 'depthwise-separable@1' }]);
    const stills = card('depthwise-separable@1').locator('.still');
    await stills.nth(1).locator('.node').first().waitFor();
    assert.deepEqual(await stills.locator('figcaption').allTextContents(), ['Now', 'Then']);
    assert.equal(await stills.nth(0).locator('.nodes .node').count(), 4);
    assert.equal(await stills.nth(1).locator('.nodes .node').count(), 5);
    assert.match((await stills.nth(1).locator('ol li').nth(1).textContent()) ?? '', /Conv/);
    const [now, then] = [await stills.nth(0).boundingBox(), await stills.nth(1).boundingBox()];
    assert.equal(now?.y, then?.y);
    assert.ok((now?.x ?? NaN) < (then?.x ?? NaN), 'side by side');
    await button.click();
    await settled();
    assert.deepEqual(posted('preview').at(-1), { type: 'preview', id: null });
    await stills.first().waitFor({ state: 'hidden' });
  });

  it('puts one drawing above the other where there is no room', async () => {
    await open({ view: { ...SAMPLE_VIEW, preview: samplePreview('cast-half') } });
    await panel.web.page.locator('.splitter').focus();
    for (let i = 0; i < 9; i++) await panel.web.page.keyboard.press('ArrowRight');
    const stills = card('cast-half').locator('.still');
    const [now, then] = [await stills.nth(0).boundingBox(), await stills.nth(1).boundingBox()];
    assert.ok(now && then && then.y >= now.y + now.height && now.x === then.x);
  });

  it('marks layers that there are suggestions about, in words as well', async () => {
    await open();
    const marks = panel.web.page.locator('.graph .mark');
    const layers = await marks.evaluateAll((all) => all.map((mark) => mark.getAttribute('data-layer')));
    assert.deepEqual(layers, ['1', '3', '6', '8']);
    assert.equal(await marks.first().locator('text').textContent(), '2');
    assert.equal(await marks.first().locator('title').textContent(), '2 suggestions');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown'])
      await panel.web.page.locator('.stage').press(key);
    assert.match(
      (await panel.web.page.locator('[aria-live]').first().textContent()) ?? '',
      /Conv.*2 suggestions$/,
    );
    assert.match(await panel.web.page.locator('table').innerText(), /hot, 2 suggestions/);
    await panel.web.page.locator('.stage').press('Backspace');
    await panel.web.page.locator('.mark[data-layer="1"]').waitFor({ state: 'detached' });
    assert.equal(await panel.web.page.locator('.nodes [data-id="group:/layers/0"]').count(), 1);
    assert.equal(await panel.web.page.locator('.mark[data-layer^="group"]').count(), 0);
    await panel.change({ marks: {} });
    await settled();
    assert.equal(await marks.count(), 0);
  });

  it('goes from a badge to the cards of its layer', async () => {
    await open();
    await panel.web.page.locator('.mark[data-layer="3"] rect').click();
    assert.equal(await active(), 'Low rank by SVD, layers/0/conv2');
    const box = await card('low-rank@3:rank=6').boundingBox();
    assert.ok(box && box.y > 0 && box.y < 900);
    assert.equal(await panel.web.page.evaluate(() => document.scrollingElement?.scrollTop), 0);
  });

  it('filters and sorts on the page alone', async () => {
    await open();
    await find('.filter-field input').fill('SPATIAL layers/0');
    assert.deepEqual(await titles(), ['Spatial factorization, sequential']);
    await find('.filter-field input').fill('nothing like it');
    assert.match(await find('.empty[role="status"]').innerText(), /No suggestion matches/);
    await find('.filter-field input').press('Escape');
    await find('vscode-dropdown').click();
    await find('vscode-option').filter({ hasText: 'Bytes saved' }).click();
    assert.equal((await titles())[0], 'int8 weights and activations');
    assert.deepEqual(
      panel.web.messages.map(({ type }) => type),
      ['ready'],
    );
  });

  it('shows a hundred cards, and the rest when asked', async () => {
    const cards = Array.from({ length: 130 }, (_, i) =>
      cardFor({
        id: `cast@${i}`,
        title: `Cast ${i}`,
        what: 'To 16 bits',
        risk: 'low',
        shares: { MACs: 0.9 },
      }),
    );
    await open({ view: { ...SAMPLE_VIEW, cards } });
    assert.equal(await find('.card').count(), 100);
    await find('.more-cards vscode-button').click();
    assert.equal(await find('.card').count(), 130);
    assert.equal(await active(), 'Cast 100, whole model');
    assert.equal(await find('.more-cards').isVisible(), false);
  });

  it('can be used by keyboard', async () => {
    await open({ view: { ...SAMPLE_VIEW, plan: SAMPLE_PLAN } });
    const { keyboard } = panel.web.page;
    await find('.plot-stage .point.current').focus();
    await keyboard.press('ArrowRight');
    assert.match((await active()) ?? '', /risk 0\.36/);
    assert.match(await find('.plot-caption').innerText(), /risk 0\.36/);
    await keyboard.press('Enter');
    await settled();
    assert.deepEqual(posted('choose').at(-1), { type: 'choose', ids: SAMPLE_PLAN.points[3]?.ids });
    await card('depthwise-separable@1').locator('.check-box').focus();
    await keyboard.press('ArrowDown');
    assert.equal(await active(), 'Spatial factorization, sequential, layers/0/conv1');
    await keyboard.press('Space');
    await settled();
    const last = posted('choose').at(-1);
    assert.ok(last?.type === 'choose' && last.ids.includes('spatial-sequential@1') && last.ids.length === 4);
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    assert.match((await active()) ?? '', /^Preview: Spatial/);
    const outline = await panel.web.page.evaluate(() =>
      document.activeElement ? getComputedStyle(document.activeElement).outlineStyle : '',
    );
    assert.equal(outline, 'solid');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    assert.equal(await card('spatial-sequential@1').locator('.why').getAttribute('open'), '');
  });

  it('stays as it is when the snapshot is sent again', async () => {
    await open({ view: { ...SAMPLE_VIEW, plan: SAMPLE_PLAN } });
    await find('.filter-field input').fill('o');
    const [first] = await titles();
    await card('quantize-activations').locator('.why > summary').click();
    await card('quantize-activations').scrollIntoViewIfNeeded();
    await card('quantize-activations').locator('.check-box').focus();
    const before = [await scrolled(), await top('quantize-activations')];
    const repriced = SAMPLE_CARDS.map((one) => ({ ...one, what: `${one.what}.` })).reverse();
    await panel.change({});
    assert.deepEqual([await scrolled(), await top('quantize-activations')], before);
    await panel.change({ cards: repriced, message: 'Updating', ...chosen(['cast-half']) });
    assert.ok(
      Math.abs((await top('quantize-activations')) - (before[1] ?? 0)) < 1,
      'new figures move nothing',
    );
    assert.equal(await active(), 'int8 weights and activations, whole model');
    assert.equal(await card('quantize-activations').locator('.why').getAttribute('open'), '');
    assert.notEqual((await titles())[0], first);
    assert.equal(await find('.filter-field input').inputValue(), 'o');
  });

  it('shows text from a file as text, whatever it contains', async () => {
    const evil = '<img src=x onerror="document.title=1">';
    const sample = cardFor({
      id: evil,
      title: evil,
      what: evil,
      layer: ['1', evil],
      risk: 'low',
      needs: [evil],
      shares: {},
    });
    const bar = { label: evil, before: evil, after: evil, share: 0.5, exact: evil };
    const point = { risk: 0, cost: 1, label: evil, ids: [evil], meetsBudget: true };
    const view: SuggestionsView = {
      ...SAMPLE_VIEW,
      cards: [{ ...sample, facts: [{ label: evil, value: evil }], bars: [bar], layerBars: [bar] }],
      chosen: [evil],
      combined: { bars: [bar], risk: evil, conflicts: [evil] },
      remarks: [evil],
      plan: { points: [point], chosen: 0, message: evil },
    };
    await open({ view });
    assert.equal(await find('img').count(), 0);
    assert.match(await card(evil.replaceAll('"', '\\"')).innerText(), /<img src=x/);
  });

  for (const theme of THEMES)
    it(`draws suggestions in ${theme}`, async () => {
      const ids = ['cast-half', 'depthwise-separable@1', 'spatial-sequential@1'];
      const preview = samplePreview('depthwise-separable@1');
      const budget = 'macs=60%, weights=20kB';
      const web = await open({
        theme,
        height: 1000,
        view: { ...SAMPLE_VIEW, plan: SAMPLE_PLAN, budget, preview, ...chosen(ids) },
      });
      await web.page.locator('.toolbar vscode-button[title="Suggest compression"]').click();
      await find('.plot-stage .point').first().waitFor();
      await web.screenshot(`suggestions-${theme}`);
      await card('depthwise-separable@1').locator('.why > summary').click();
      await card('spatial-sequential@1').scrollIntoViewIfNeeded();
      await web.screenshot(`suggestions-cards-${theme}`);
      const [left, track] = await find('.gauge')
        .first()
        .evaluate((gauge) =>
          ['.gauge-left', '.gauge-was'].map((part) => {
            const piece = gauge.querySelector(part);
            return piece ? getComputedStyle(piece).backgroundColor : '';
          }),
        );
      assert.notEqual(left, track);
    });
});
