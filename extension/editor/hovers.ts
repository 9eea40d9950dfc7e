import { type CancellationToken, type Disposable, Hover, languages, Range } from 'vscode';
import type { Engine } from '../shared/engineCalls';
import { costMarkdown, tensorMarkdown } from './hoverText';
import { layerStory, untrusted } from './layerStory';
import { listingOf } from './listing';
import { mentionsOf, tensorAt } from './listingPlaces';
import { LISTING_SELECTOR } from './listingUri';
import type { LineCost } from './listingCosts';
import type { ModelDocument } from './modelDocument';
import type { Models } from './models';
import type { Pricing } from './pricedListing';

/** Hovers of listings: a tensor's facts on its name, a layer's whole story on the rest of its line. */
export function registerHovers(models: Models, pricing: Pricing, engine: Engine<AbortSignal>): Disposable {
  return languages.registerHoverProvider(LISTING_SELECTOR, {
    provideHover: async (document, position, token) => {
      const shown = listingOf(models, document);
      const priced = shown === null ? null : pricing(shown.model);
      if (shown === null || priced === null) return null;
      const tensor = tensorAt(priced.listing, position.line, position.character);
      if (tensor !== undefined) {
        const text = tensorMarkdown(tensor, mentionsOf(priced.listing, tensor), priced);
        return new Hover(untrusted(text), new Range(tensor.line, tensor.start, tensor.line, tensor.end));
      }
      const cost = priced.costs.get(position.line);
      if (cost === undefined) return null;
      const story = await storyOf(shown.model, cost, engine, token);
      return new Hover(untrusted(story), document.getWordRangeAtPosition(position));
    },
  });
}

/** One layer is told in full by the engine; several behind one line by their sum. */
async function storyOf(
  model: ModelDocument,
  cost: LineCost,
  engine: Engine<AbortSignal>,
  token: CancellationToken,
): Promise<string> {
  const [layer] = cost.layers;
  const story =
    layer !== undefined && cost.layers.length === 1 ? await layerStory(model, layer.id, engine, token) : null;
  return story ?? costMarkdown(cost);
}
