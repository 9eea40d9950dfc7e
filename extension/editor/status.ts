import { Disposable, MarkdownString, StatusBarAlignment, type StatusBarItem, window } from 'vscode';
import { activeModel, graphIsActive, watchActiveModel } from './activeModel';
import { totalsText } from './costText';
import { escapeMarkdown, factTable } from './markdown';
import type { ModelDocument } from './modelDocument';
import type { Models } from './models';
import { totalFacts } from './totalFacts';

/** Total of the model in the active tab, in the status bar. */
export function showStatus(models: Models): Disposable {
  const item = window.createStatusBarItem('layercost.total', StatusBarAlignment.Right, 100);
  item.name = 'LayerCost: Model Total';
  const update = (): void => {
    const uri = activeModel();
    const model = uri === undefined ? undefined : models.find(uri);
    if (model === undefined) item.hide();
    else show(item, model);
  };
  update();
  return Disposable.from(item, watchActiveModel(update), models.onDidChange(update));
}

function show(item: StatusBarItem, model: ModelDocument): void {
  const { status, value, message } = model.analysis.state;
  item.command = graphIsActive() ? 'layercost.openListing' : 'layercost.showGraph';
  item.tooltip = tooltip(model);
  if (value !== null) {
    const text = totalsText(value.report);
    item.text = `${status === 'stale' ? '$(sync)' : '$(flame)'} ${text}`;
    item.accessibilityInformation = { label: `${model.name}: ${text.replaceAll(' | ', ', ')}` };
  } else {
    item.text = status === 'failed' ? '$(warning) No cost' : '$(loading~spin) Analyzing';
    item.accessibilityInformation = { label: status === 'failed' ? message : `Analyzing ${model.name}` };
  }
  item.show();
}

function tooltip(model: ModelDocument): MarkdownString {
  const { value, message } = model.analysis.state;
  const title = `**${escapeMarkdown(model.name)}**`;
  if (value === null) return new MarkdownString([title, escapeMarkdown(message)].join('\n\n'));
  const action = graphIsActive() ? 'Click to open the listing.' : 'Click to show the layer graph.';
  return new MarkdownString([title, factTable('Total', totalFacts(value.report)), action].join('\n\n'));
}
