import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { NO_DIFFERENCES } from '../../extension/shared/diff';
import type { RankCurveView, SuggestionsView } from '../../extension/shared/suggestionsView';
import type { FromWebview } from '../../extension/shared/webviewProtocol';
import { openSuggestions, type SuggestionPanel } from './suggestionHost';
import { rankCurve, SAMPLE_VIEW } from './suggestionSamples';
import { THEMES } from './themes';

const ID = 'low-rank@3:rank=6';

describe('the ranks of a card', function () {
  this.timeout(30_000);
  let panel: SuggestionPanel;
  const card = (): Locator => panel.web.page.locator(`.card[data-id="${ID}"]`);
  const slider = (): Locator => card().locator('input[type="range"]');
  const button = (name: string | RegExp): Locator => card().getByRole('button', { name });
  const posted = (type: FromWebview['type']): readonly FromWebview[] =>
    panel.web.messages.filter((message) => message.type === type);
  const cursor = (): Promise<number> =>
    card()
      .locator('.rank-cursor')
      .evaluate((e) => Number(e.getAttribute('x1')));
  const settled = (): Promise<void> => panel.web.page.waitForTimeout(120);
  const open = async (parts: Partial<SuggestionsView> = {}): Promise<void> => {
    panel = await openSuggestions({ view: { ...SAMPLE_VIEW, ...parts } });
  };
  const explore = async (curve: RankCurveView = rankCurve(ID)): Promise<void> => {
    await open({ rankCurve: curve });
    await card().locator('.rank-stage .rank-line.macs').waitFor();
  };

  afterEach(async () => {
    const errors = [...panel.web.errors];
    await panel.web.close();
    assert.deepEqual(errors, []);
  });

  it('are asked for by a button that only factorizations have, and closed by it', async () => {
    await open();
    assert.equal(await panel.web.page.getByRole('button', { name: /^Ranks/ }).count(), 1);
    await button(/^Ranks/).click();
    await card().locator('.rank-plot').waitFor();
    assert.deepEqual(posted('ranks'), [{ type: 'ranks', id: ID }]);
    assert.equal(await button(/^Ranks/).getAttribute('aria-pressed'), 'true');
    assert.equal(await slider().inputValue(), '5');
    await button(/^Ranks/).click();
    await card().locator('.ranks').waitFor({ state: 'hidden' });
    assert.deepEqual(posted('ranks').at(-1), { type: 'ranks', id: null });
  });

  it('stand in a plot of energy and MACs, with the break-even rank', async () => {
    await explore();
    assert.match(await card().locator('.rank-stage').innerText(), /share.*break-even 12/s);
    const texts = await card().locator('.rank-figures').innerText();
    assert.match(texts, /Energy kept\s+84\.4%.*Layer\s+50\.0% of its MACs.*1 to 16, break-even at 12/s);
    const lines = await card()
      .locator('.rank-stage .rank-line')
      .evaluateAll((all) => all.map((path) => (path.getAttribute('d') ?? '').split('L').length));
    assert.deepEqual(lines, [16, 16, 1], 'no output error was measured');
  });

  it('follow the keyboard on a slider that says what it stands for', async () => {
    await explore();
    await slider().focus();
    const before = await cursor();
    await panel.web.page.keyboard.press('ArrowRight');
    assert.equal(
      await slider().getAttribute('aria-valuetext'),
      "Rank 7: energy kept 87.3%, 58.3% of the layer's MACs",
    );
    assert.ok((await cursor()) > before);
    assert.equal(await card().getByLabel('Rank', { exact: true }).count(), 1);
    await panel.web.page.keyboard.press('End');
    assert.match((await slider().getAttribute('aria-valuetext')) ?? '', /^Rank 16: .*saves no weights$/);
    assert.match(await card().locator('.rank-figures').innerText(), /saves no weights/);
    await panel.web.page.keyboard.press('Home');
    assert.equal(await button(/^Use rank/).textContent(), 'Use rank 1');
  });

  it('show the output error where it was measured', async () => {
    await explore();
    await button('Measure output error').click();
    const marks = card().locator('.rank-stage .rank-mark.error');
    await marks.nth(5).waitFor();
    assert.equal(await marks.count(), 6);
    const stage = await card().locator('.rank-stage').boundingBox();
    const highest = await marks.first().boundingBox();
    assert.ok(stage && highest && highest.y >= stage.y, 'the one beyond the plot is drawn at its edge');
    await slider().fill('3');
    assert.match(await card().locator('.rank-figures').innerText(), /Output error\s+150\.0% of the output/);
    await slider().fill('4');
    assert.match(await card().locator('.rank-figures').innerText(), /Output error\s+not measured/);
    await panel.change({ rankCurve: { ...rankCurve(ID), measuring: 'Measuring rank 3 of 8' } });
    await button('Stop measuring').waitFor();
    assert.match(await card().innerText(), /Measuring rank 3 of 8/);
    await panel.change({ rankCurve: { ...rankCurve(ID), canMeasure: false } });
    await button('Measure output error').waitFor({ state: 'hidden' });
  });

  it('follow the mouse on the plot', async () => {
    await explore();
    await card().locator('.rank-stage').scrollIntoViewIfNeeded();
    const box = await card().locator('.rank-stage').boundingBox();
    assert.ok(box);
    await panel.web.page.mouse.click(box.x + box.width - 15, box.y + 60);
    assert.equal(await slider().inputValue(), '15');
  });

  it('are used in place of others of their layer', async () => {
    await open({ chosen: [ID, 'cast-half'] });
    await button(/^Ranks/).click();
    await slider().fill('8');
    await button('Use rank 9').click();
    await settled();
    assert.deepEqual(posted('choose').at(-1), { type: 'choose', ids: ['cast-half', 'low-rank@3:rank=9'] });
    await button('Rank 9 is used').waitFor();
    assert.equal(await button('Rank 9 is used').isDisabled(), true);
    assert.equal(await card().locator('.check-box').isChecked(), false);
    const summary = panel.web.page.locator('.section-suggestions .summary');
    assert.match(await summary.innerText(), /2 chosen\s.*Low rank by SVD, rank 9/s);
    await summary.getByRole('button', { name: 'Remove: Low rank by SVD, rank 9' }).click();
    await settled();
    assert.deepEqual(posted('choose').at(-1), { type: 'choose', ids: ['cast-half'] });
    assert.equal(await summary.locator('.chosen-ranks li').count(), 0);
  });

  it('say that the file has no weights, and draw what is known', async () => {
    const curve = rankCurve(ID);
    await explore({
      ...curve,
      points: curve.points.map((point) => ({ ...point, energy: null, energyText: 'not known' })),
    });
    assert.match(await card().locator('.rank-figures').innerText(), /Energy kept\s+not known/);
    assert.equal(await card().locator('.rank-stage .rank-mark.energy').isVisible(), false);
  });

  it('keep the rank that is looked at when the snapshot is sent again', async () => {
    await explore();
    await slider().fill('3');
    await panel.change({ rankCurve: { ...rankCurve(ID), chosen: 9 }, message: 'Updating' });
    assert.equal(await slider().inputValue(), '3');
  });

  for (const theme of THEMES)
    it(`look right, ${theme}`, async () => {
      panel = await openSuggestions({
        theme,
        height: 1100,
        view: { ...SAMPLE_VIEW, rankCurve: rankCurve(ID) },
      });
      await card().locator('.rank-stage .rank-line.macs').waitFor();
      await card().evaluate((element) => {
        element.scrollIntoView({ block: 'center' });
      });
      await button('Measure output error').click();
      await card().locator('.rank-stage .rank-mark.error').first().waitFor();
      await slider().focus();
      await panel.web.screenshot(`ranks-${theme}`);
    });
});

describe('layers that differ from another model', function () {
  this.timeout(30_000);

  it('are marked in the picture and in words, until the marks are taken away', async () => {
    const panel = await openSuggestions();
    const { web } = panel;
    await panel.differ({ layers: { '1': 'changed', '3': 'removed', '6': 'added' }, groups: {} });
    const marks = web.page.locator('.graph .difference');
    await marks.nth(2).waitFor({ state: 'attached' });
    assert.deepEqual(await marks.locator('text').allTextContents(), ['changed', 'removed', 'added']);
    const glyphs = await marks
      .locator('path')
      .evaluateAll((all) => all.map((path) => path.getAttribute('d')));
    assert.equal(new Set(glyphs).size, 3);
    assert.match(await web.page.locator('table').innerText(), /changed in comparison.*removed in.*added in/s);
    await web.screenshot('differences-dark');
    await web.page.locator('.nodes [data-id="1"]').click();
    assert.match(
      (await web.page.locator('[aria-live]').first().textContent()) ?? '',
      /Conv.*changed in comparison$/,
    );
    await panel.differ(NO_DIFFERENCES);
    await marks.first().waitFor({ state: 'detached' });
    assert.deepEqual(web.errors, []);
    await web.close();
  });
});
