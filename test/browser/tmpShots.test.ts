import { openSuggestions, chosen } from './suggestionHost';
import { SAMPLE_VIEW, SAMPLE_PLAN, samplePreview, SAMPLE_CARDS } from './suggestionSamples';
describe('tmpshots', function () {
  this.timeout(60_000);
  it('all', async () => {
    const shot = async (name: string, options: Parameters<typeof openSuggestions>[0], side = 0, scroll = 0, css = '.side'): Promise<void> => {
      const { web } = await openSuggestions(options);
      if (side > 0) await web.page.evaluate((w) => { (document.querySelector('.side') as HTMLElement).style.width = `${w}px`; }, side);
      if (options?.view) await web.page.locator('.toolbar vscode-button[title="Suggest compression"]').click();
      await web.page.waitForTimeout(300);
      if (scroll) await web.page.locator('.side').evaluate((s, by) => { s.scrollTop += by; }, scroll);
      await web.page.waitForTimeout(300);
      await web.page.locator(css).screenshot({ path: `/tmp/t-${name}.png` });
      await web.close();
    };
    await shot('ask', { view: null });
    await shot('loading', { view: { ...SAMPLE_VIEW, cards: [], status: 'loading', message: 'Pricing suggestions: 12 of 87' } });
    await shot('failed', { view: { ...SAMPLE_VIEW, cards: [], status: 'failed', message: 'model.onnx: the shape of input does not fit.' }, theme: 'light' });
    await shot('cards', { view: SAMPLE_VIEW, height: 980 }, 0, 60);
    await shot('cardslight', { view: SAMPLE_VIEW, height: 980, theme: 'light' }, 0, 1000);
    await shot('cardshc', { view: SAMPLE_VIEW, height: 980, theme: 'highContrast' }, 0, 1700);
    const long = SAMPLE_CARDS.map((c) => c.layer ? { ...c, layer: { ...c.layer, name: 'encoder.layers.11.self_attention.out_proj.linear_projection' } } : c);
    const view = { ...SAMPLE_VIEW, cards: long, plan: SAMPLE_PLAN, message: '', ...chosen(['cast-half','depthwise-separable@1']), preview: samplePreview('depthwise-separable@1') };
    await shot('wide', { view, height: 980 }, 700);
    await shot('min', { view, height: 980, theme: 'light' }, 220, 300);
    await shot('narrow', { view, height: 900, width: 640 }, 0, 300, 'body');
    await shot('end', { view, height: 900, theme: 'light' }, 0, 100000);
  });
});
