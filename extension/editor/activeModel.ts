import { Disposable, TabInputCustom, TabInputText, type Uri, window } from 'vscode';
import { LISTING_SCHEME, modelOfListing } from './listingUri';
import { isPython } from './python/pythonText';

export const GRAPH_VIEW_TYPE = 'layercost.onnx';
/** The same view of a source file, beside its text. */
export const SOURCE_VIEW_TYPE = 'layercost.source';

/** The model whose graph or listing the active tab shows. */
export function activeModel(): Uri | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof TabInputCustom && isGraph(input.viewType)) return input.uri;
  if (input instanceof TabInputText && isPython(input.uri)) return input.uri;
  if (input instanceof TabInputText && input.uri.scheme === LISTING_SCHEME) return modelOfListing(input.uri);
  return undefined;
}

function isGraph(viewType: string): boolean {
  return viewType === GRAPH_VIEW_TYPE || viewType === SOURCE_VIEW_TYPE;
}

/** Whether the active tab is a graph rather than a listing. */
export function graphIsActive(): boolean {
  return window.tabGroups.activeTabGroup.activeTab?.input instanceof TabInputCustom;
}

/** Tells when another tab becomes active. */
export function watchActiveModel(changed: () => void): Disposable {
  return Disposable.from(
    window.tabGroups.onDidChangeTabs(changed),
    window.tabGroups.onDidChangeTabGroups(changed),
  );
}
