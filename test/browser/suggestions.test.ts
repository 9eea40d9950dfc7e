import { THEMES } from './themes';
import { chosen, openSuggestions } from './suggestionHost';
import { SAMPLE_PLAN, SAMPLE_VIEW, samplePreview } from './suggestionSamples';

describe('the suggestions view', function () {
  this.timeout(30_000);
  for (const theme of THEMES)
    it(`draws suggestions in ${theme}`, async () => {
      const ids = ['cast-half', 'depthwise-separable@1', 'spatial-sequential@1'];
      const view = { ...SAMPLE_VIEW, plan: SAMPLE_PLAN, budget: 'macs=60%, weights=20kB', ...chosen(ids), preview: samplePreview('depthwise-separable@1') };
      const { web } = await openSuggestions({ theme, view, height: 1000 });
      await web.page.locator('.toolbar vscode-button[title="Suggest compression"]').click();
      await web.page.waitForTimeout(300);
      await web.screenshot(`suggestions-top-${theme}`);
      await web.page.locator('.why > summary').first().click();
      await web.page.locator('.side').evaluate((side) => { side.scrollTop += 560; });
      await web.page.waitForTimeout(200);
      await web.screenshot(`suggestions-${theme}`);
      console.log(web.errors);
      await web.close();
    });
});
