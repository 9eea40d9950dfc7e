import type { Direction } from './navigate';

/** What a key in the graph means. */
export type GraphCommand =
  | { readonly kind: 'move'; readonly direction: Direction }
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'activate' | 'collapse' | 'actualSize' | 'fit' | 'search' | 'clear' };

const COMMANDS: Readonly<Record<string, GraphCommand>> = {
  ArrowDown: { kind: 'move', direction: 'down' },
  ArrowUp: { kind: 'move', direction: 'up' },
  ArrowLeft: { kind: 'move', direction: 'left' },
  ArrowRight: { kind: 'move', direction: 'right' },
  Home: { kind: 'move', direction: 'first' },
  End: { kind: 'move', direction: 'last' },
  Enter: { kind: 'activate' },
  ' ': { kind: 'activate' },
  Backspace: { kind: 'collapse' },
  '+': { kind: 'zoom', factor: 1.25 },
  '=': { kind: 'zoom', factor: 1.25 },
  '-': { kind: 'zoom', factor: 0.8 },
  '0': { kind: 'actualSize' },
  f: { kind: 'fit' },
  F: { kind: 'fit' },
  '/': { kind: 'search' },
  Escape: { kind: 'clear' },
};

export const KEYBOARD_HELP =
  'Arrow keys move along the graph, Enter opens or closes a group or shows the line of a layer, Backspace closes the group ' +
  'around, plus and minus zoom, 0 is actual size, F fits the graph, slash searches, Escape clears the selection.';

/** The command of a key press; null where the key is somebody else's. */
export function commandFor(event: KeyboardEvent): GraphCommand | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  return Object.hasOwn(COMMANDS, event.key) ? (COMMANDS[event.key] ?? null) : null;
}
