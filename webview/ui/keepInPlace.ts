/** How much of an element has to be in sight for it to count as looked at, in pixels. */
const IN_SIGHT = 20;

/**
 * Changes what a scrolling pane holds without moving what the user looks at: the focused control, or else the first
 * element of a kind that is in sight. Elements that the change throws away are no anchors.
 */
export function keepInPlace(pane: HTMLElement, kind: string, change: () => void): void {
  const anchors = [focusedIn(pane), firstInSight(pane, kind)]
    .filter((anchor) => anchor !== null)
    .map((anchor) => ({ anchor, top: anchor.getBoundingClientRect().top }));
  change();
  const kept = anchors.find(({ anchor }) => anchor.isConnected && anchor.getClientRects().length > 0);
  if (kept) pane.scrollTop += kept.anchor.getBoundingClientRect().top - kept.top;
}

/** The focused control, unless it sticks to the pane: then it stays anyway. */
function focusedIn(pane: HTMLElement): Element | null {
  const { activeElement } = document;
  if (activeElement === null || !pane.contains(activeElement)) return null;
  if (activeElement.closest('[data-sticky]') !== null) return null;
  const [around, own] = [pane.getBoundingClientRect(), activeElement.getBoundingClientRect()];
  return own.bottom > around.top && own.top < around.bottom ? activeElement : null;
}

function firstInSight(pane: HTMLElement, kind: string): Element | null {
  const { top, bottom } = pane.getBoundingClientRect();
  for (const candidate of pane.querySelectorAll(kind)) {
    const own = candidate.getBoundingClientRect();
    if (own.height > 0 && own.bottom > top + IN_SIGHT) return own.top < bottom ? candidate : null;
  }
  return null;
}
