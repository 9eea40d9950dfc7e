import {
  type CancellationToken,
  type Disposable,
  Hover,
  languages,
  MarkdownString,
  type Position,
  Range,
  type TextDocument,
} from 'vscode';
import type { Engine } from '../shared/engineCalls';
import { costMarkdown, tensorMarkdown } from './hoverText';
import { listingOf } from './listing';
import { mentionsOf, tensorAt } from './listingPlaces';
import { LISTING_SELECTOR } from './listingUri';
import type { LineCost } from './listingCosts';
import { detailsMarkdown, DOCUMENTATION_COMMAND } from './markdown';
import { localPath, type ModelDocument } from './modelDocument';
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
      return cost === undefined ? null : layerHover(shown.model, cost, { document, position, token }, engine);
    },
  });
}

interface Place {
  readonly document: TextDocument;
  readonly position: Position;
  readonly token: CancellationToken;
}

async function layerHover(
  model: ModelDocument,
  cost: LineCost,
  { document, position, token }: Place,
  engine: Engine<AbortSignal>,
): Promise<Hover> {
  const abort = new AbortController();
  const cancelling = token.onCancellationRequested(() => {
    abort.abort();
  });
  try {
    const text = await storyOf(model, cost, engine, abort.signal);
    return new Hover(untrusted(text), document.getWordRangeAtPosition(position));
  } finally {
    cancelling.dispose();
  }
}

/** One layer is told in full by the engine; several behind one line by their sum. */
async function storyOf(
  model: ModelDocument,
  cost: LineCost,
  engine: Engine<AbortSignal>,
  signal: AbortSignal,
): Promise<string> {
  const analysis = model.analysis.state.value;
  const [layer] = cost.layers;
  if (analysis === null || layer === undefined || cost.layers.length > 1) return costMarkdown(cost);
  const details = await engine
    .details(localPath(model.uri), analysis.options, layer.id, { signal })
    .catch(() => null);
  return details === null ? costMarkdown(cost) : detailsMarkdown(details);
}

/** Text that came from a model: no HTML, and no command but the one that shows the documentation. */
function untrusted(text: string): MarkdownString {
  const markdown = new MarkdownString(text);
  markdown.isTrusted = { enabledCommands: [DOCUMENTATION_COMMAND] };
  markdown.supportHtml = false;
  return markdown;
}
