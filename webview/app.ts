import { type Metric, ROOT_GROUP, type Scene, type ViewState } from '../extension/shared/scene';
import type { PanelSnapshot, ToWebview } from '../extension/shared/webviewProtocol';
import type { Channel } from './channel';
import { commandFor, type GraphCommand } from './graph/keyboard';
import { createNavigator, type Navigator } from './graph/navigate';
import { markOf, type Marks, marksFrom, markText, NO_MARKS } from './graph/marks';
import { EMPTY_SCENE } from './graph/sceneIndex';
import { createGraph } from './graph/view';
import { buildPage } from './layout';
import { createToolbar, toolbarDims } from './panels/controls';
import { createDetails } from './panels/details';
import { createDimList } from './panels/dims';
import { showFindings } from './panels/findings';
import { showHotspots } from './panels/hotspots';
import { showReaderTable } from './panels/readerTable';
import { createSearch } from './panels/search';
import { createStatus } from './panels/status';
import { createSuggestions } from './panels/suggestions/view';
import { showTotals } from './panels/totals';
import type { StateStore } from './state';
import { keepInPlace } from './ui/keepInPlace';

/** Wires the panel: what the extension sends is shown, what the user does is sent. */
export function startApp(channel: Channel, state: StateStore): void {
  const search = createSearch({
    search: (query) => {
      channel.post({ type: 'search', query });
    },
    choose: revealAnywhere,
    leave: () => {
      page.stage.focus();
    },
  });
  const toolbar = createToolbar(
    {
      metric: setMetric,
      hardware: (id) => {
        channel.post({ type: 'hardware', id });
      },
      dim: setDim,
      zoomBy: (factor) => {
        graph.zoomBy(factor);
      },
      fit: () => {
        graph.fit();
      },
      openListing: () => {
        channel.post({ type: 'openListing', id: selectedLayer() });
      },
      suggestions: () => {
        suggestions.open(selected);
      },
    },
    search.element,
  );
  const status = createStatus(() => {
    channel.post({ type: 'cancel' });
  });
  const page = buildPage(toolbar.element, status.element, state);
  const graph = createGraph(page.stage, {
    select: (id) => {
      select(id);
    },
    toggle,
    open: openLayer,
    suggestions: (id) => {
      suggestions.open(id);
    },
    moved: (viewport) => {
      state.update({ viewport });
    },
  });
  const showSizes = createDimList(page.sizes.body, setDim);
  const suggestions = createSuggestions(page.suggestions, (message) => {
    channel.post(message);
  });
  const details = createDetails(page.details.body, {
    openListing: openLayer,
    toggle,
    isOpen: (id) => isOpen(snapshot?.scene ?? null, id),
    openDocs: (section) => {
      channel.post({ type: 'openDocs', section });
    },
  });
  let snapshot: PanelSnapshot | null = null;
  let navigator: Navigator = createNavigator(EMPTY_SCENE);
  let selected = state.current.selected;
  let marks: Marks = NO_MARKS;
  let marked = '';
  /** The group being opened or closed: it stays where it is until a scene shows it that way. */
  let toggled: { readonly id: string; readonly open: boolean } | null = null;

  graph.restore(state.current.viewport);
  page.stage.addEventListener('keydown', (event) => {
    const command = commandFor(event);
    if (!command) return;
    event.preventDefault();
    run(command);
  });
  window.addEventListener('error', ({ message }) => {
    channel.post({ type: 'fault', message });
  });
  channel.listen(receive);
  channel.ready(state.current.view);

  function receive(message: ToWebview): void {
    if (message.type === 'found') search.show(message.query, message.matches, message.leftOut);
    else if (message.type === 'snapshot') show(message.snapshot);
    else if (graph.reveal(message.id, true)) select(message.id, false);
  }

  function show(next: PanelSnapshot): void {
    const first = snapshot === null;
    snapshot = next;
    if (next.selected) selected = next.selected.id;
    else if (first && selected !== null) channel.post({ type: 'select', id: selected });
    toolbar.show(next);
    status.show(next);
    const scene = next.status === 'failed' ? null : next.scene;
    navigator = createNavigator(scene ?? EMPTY_SCENE);
    graph.show(scene, toggled?.id ?? null);
    if (scene && toggled?.open === isOpen(scene, toggled?.id)) toggled = null;
    if (scene) state.update({ view: shownView(next) });
    keepInPlace(page.side, '.card', () => {
      showSide(next);
    });
    showMarks(next);
    mark();
  }

  /** The graph draws its marks anew only where there are others. */
  function showMarks({ differing }: PanelSnapshot): void {
    const key = JSON.stringify([[...suggestions.marks], differing]);
    if (key !== marked) marks = marksFrom(suggestions.marks, differing);
    marked = key;
    graph.mark(marks);
  }

  function showSide(next: PanelSnapshot): void {
    showTotals(page.totals.body, next.totals);
    page.totals.note(next.title);
    showList();
    details.show(next.selected);
    page.findings.show(next.findings.length > 0);
    page.findings.note(String(next.findings.length));
    showFindings(page.findings.body, next.findings, revealAnywhere);
    const inToolbar = new Set(toolbarDims(next.dims));
    const sizes = next.dims.filter((dim) => !inToolbar.has(dim));
    page.sizes.show(sizes.length > 0);
    page.sizes.note(String(sizes.length));
    showSizes(sizes);
    suggestions.show(next.suggestions);
  }

  function showList(): void {
    if (!snapshot) return;
    const { metric, hotspots, hotspotsLeftOut } = snapshot;
    const list = { metric, hotspots, leftOut: hotspotsLeftOut, selected, onSelect: revealAnywhere };
    showHotspots(page.hotspots.body, list);
  }

  function mark(): void {
    graph.select(selected);
    showReaderTable(page.table, snapshot?.scene ?? null, selected, marks);
  }

  /** The groups that are open are those that have a frame; the root stands for "exactly these". */
  function shownView({ metric, scene }: PanelSnapshot): ViewState {
    return { metric, open: [ROOT_GROUP, ...(scene?.frames ?? []).map((frame) => frame.id)] };
  }

  function setDim(name: string, value: number | null): void {
    channel.post({ type: 'dim', name, value });
  }

  function setMetric(metric: Metric): void {
    if (snapshot) channel.post({ type: 'view', view: { ...shownView(snapshot), metric } });
  }

  function toggle(id: string): void {
    if (!snapshot?.scene) return;
    const view = shownView(snapshot);
    const wasOpen = view.open.includes(id);
    const open = wasOpen ? view.open.filter((other) => other !== id) : [...view.open, id];
    toggled = { id, open: !wasOpen };
    if (wasOpen) select(id);
    channel.post({ type: 'view', view: { ...view, open } });
  }

  function select(id: string | null, tell = true): void {
    selected = id;
    state.update({ selected: id });
    mark();
    showList();
    const node = snapshot?.scene?.nodes.find((candidate) => candidate.id === id);
    if (node) page.announce(node.label + markText(markOf(marks, node)));
    if (tell) channel.post({ type: 'select', id });
  }

  /** Scrolls to a layer; where a closed group hides it the extension opens that first. */
  function revealAnywhere(id: string): void {
    if (graph.reveal(id, true)) select(id);
    else channel.post({ type: 'reveal', id });
    page.stage.focus({ preventScroll: true });
  }

  function openLayer(id: string): void {
    channel.post({ type: 'openListing', id });
  }

  function selectedLayer(): string | null {
    return snapshot?.selected?.hasSource === true ? snapshot.selected.id : null;
  }

  function run(command: GraphCommand): void {
    switch (command.kind) {
      case 'move': {
        const id = navigator.step(selected, command.direction);
        if (id === null) return;
        graph.reveal(id, false);
        select(id);
        return;
      }
      case 'activate':
        activate();
        return;
      case 'collapse':
        collapse();
        return;
      case 'zoom':
        graph.zoomBy(command.factor);
        return;
      case 'actualSize':
        graph.actualSize();
        return;
      case 'fit':
        graph.fit();
        return;
      case 'search':
        search.focus();
        return;
      case 'clear':
        select(null);
        return;
    }
  }

  function activate(): void {
    const scene = snapshot?.scene;
    const node = scene?.nodes.find(({ id }) => id === selected);
    if (node?.kind === 'layer') openLayer(node.id);
    else if (
      selected !== null &&
      (node?.kind === 'group' || scene?.frames.some(({ id }) => id === selected) === true)
    )
      toggle(selected);
  }

  /** Closes the innermost open group around the selection. */
  function collapse(): void {
    const scene = snapshot?.scene;
    const box =
      scene?.nodes.find(({ id }) => id === selected) ?? scene?.frames.find(({ id }) => id === selected);
    if (!scene || !box) return;
    const around = scene.frames
      .filter((frame) => frame.x <= box.x && frame.x + frame.width >= box.x + box.width)
      .filter((frame) => frame.y <= box.y && frame.y + frame.height >= box.y + box.height)
      .sort((a, b) => b.depth - a.depth);
    if (around[0]) toggle(around[0].id);
  }
}

function isOpen(scene: Scene | null, id: string | undefined): boolean {
  return scene?.frames.some((frame) => frame.id === id) === true;
}
