import {
  CodeLens,
  type CodeLensProvider,
  type Command,
  Disposable,
  EventEmitter,
  languages,
  Range,
  type TextDocument,
} from 'vscode';
import { costOf } from '../engine/view/metrics';
import { headText, lineText } from './costText';
import { heatKey, isFreeLine, type LineCost, mainLayer } from './listingCosts';
import { listingOf } from './listing';
import { LISTING_SELECTOR, modelOfListing } from './listingUri';
import type { ModelDocument } from './modelDocument';
import type { Models } from './models';
import type { PricedListing, Pricing } from './pricedListing';
import { readSettings } from './settings';

/** Beyond this many lenses an editor scrolls badly; the cheapest lines go without. */
const MAX_LENSES = 2000;

class LineLens extends CodeLens {
  readonly title: () => Command;

  constructor(line: number, title: () => Command) {
    super(new Range(line, 0, line, 0));
    this.title = title;
  }
}

/** Costs above the lines of a listing. Answers at once with what is known, and again when more is. */
export class ListingLenses implements CodeLensProvider<LineLens> {
  readonly #models: Models;
  readonly #pricing: Pricing;
  readonly #changed = new EventEmitter<void>();
  readonly #shown = new WeakMap<object, PricedListing | null>();
  readonly #suggested = new WeakMap<object, unknown>();
  readonly #subscriptions: Disposable;

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(models: Models, pricing: Pricing) {
    this.#models = models;
    this.#pricing = pricing;
    this.#subscriptions = Disposable.from(
      this.#changed,
      languages.registerCodeLensProvider(LISTING_SELECTOR, this),
      models.onDidChange((model) => {
        // Lenses that say the same are left alone: redrawing them makes the text jump.
        const suggestions = model.suggestions.list.state.value;
        if (
          (this.#shown.get(model) ?? null) !== pricing(model) ||
          this.#suggested.get(model) !== suggestions
        ) {
          this.#suggested.set(model, suggestions);
          this.#changed.fire();
        }
      }),
    );
  }

  provideCodeLenses(document: TextDocument): LineLens[] {
    if (!readSettings(modelOfListing(document.uri)).codeLensEnabled) return [];
    const shown = listingOf(this.#models, document);
    if (shown === null) return [];
    shown.model.analysis.ensure();
    const priced = this.#pricing(shown.model);
    this.#shown.set(shown.model, priced);
    return priced === null
      ? []
      : [...lensesOf(priced, shown.model.uri.toString()), ...suggestionLenses(priced, shown.model)];
  }

  resolveCodeLens(lens: LineLens): LineLens {
    lens.command = lens.title();
    return lens;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

function lensesOf(priced: PricedListing, model: string): LineLens[] {
  const lines = [...priced.costs.values()].filter((cost) => !isFreeLine(cost));
  const kept = costliest(lines, priced);
  const head = headLens(priced, model, lines.length - kept.length);
  return [head, ...kept.map((cost) => lineLens(cost, priced, model))];
}

/** How many changes are suggested for a layer, once somebody has asked. */
function suggestionLenses({ costs }: PricedListing, { suggestions, uri }: ModelDocument): LineLens[] {
  const counts = new Map<string, number>();
  for (const { layer } of suggestions.list.state.value?.suggestions ?? [])
    if (layer !== null) counts.set(layer, (counts.get(layer) ?? 0) + 1);
  return [...costs.values()].flatMap(({ line, layers }) => {
    const layer = layers.find(({ id }) => counts.has(id));
    const count = layer && counts.get(layer.id);
    if (layer === undefined || count === undefined) return [];
    return [
      new LineLens(line.line, () => ({
        title: `$(lightbulb) ${count} ${count === 1 ? 'suggestion' : 'suggestions'}`,
        command: 'layercost.suggestCompression',
        arguments: [uri.toString(), layer.id],
      })),
    ];
  });
}

function costliest(lines: readonly LineCost[], { metric }: PricedListing): readonly LineCost[] {
  if (lines.length <= MAX_LENSES) return lines;
  const value = (cost: LineCost): number => {
    const layer = mainLayer(cost, metric);
    return layer === undefined ? 0 : (costOf(layer, heatKey(metric)) ?? 0);
  };
  return [...lines].sort((a, b) => value(b) - value(a)).slice(0, MAX_LENSES);
}

function headLens({ listing, report }: PricedListing, model: string, leftOut: number): LineLens {
  const line = listing.regions.find((region) => region.kind === 'graph')?.firstLine ?? 0;
  const note =
    leftOut === 0 ? '' : ` | lenses on the ${MAX_LENSES} costliest lines only, ${leftOut} left out`;
  return new LineLens(line, () => ({
    title: headText(report) + note,
    tooltip: 'Show the layer graph',
    command: 'layercost.revealLayer',
    arguments: [model, null],
  }));
}

function lineLens(cost: LineCost, { report, metric }: PricedListing, model: string): LineLens {
  return new LineLens(cost.line.line, () => ({
    title: `${cost.hot ? '$(flame) ' : ''}${lineText(cost, report.totals, metric)}`,
    tooltip: 'Show in the layer graph',
    command: 'layercost.revealLayer',
    arguments: [model, mainLayer(cost, metric)?.id ?? null],
  }));
}
