/** Makes a parent hold exactly these children in this order, moving as few as it can and keeping the focus. */
export function syncChildren(parent: Element, children: readonly Element[]): void {
  const focused = document.activeElement;
  const wanted = new Set(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  children.forEach((child, index) => {
    const there = parent.children[index];
    if (there !== child) parent.insertBefore(child, there ?? null);
  });
  const lost = focused instanceof HTMLElement && focused !== document.activeElement && focused.isConnected;
  if (lost) focused.focus({ preventScroll: true });
}
