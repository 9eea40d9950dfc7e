type Child = Node | string | null;

interface Options {
  readonly class?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly on?: Readonly<Partial<Record<keyof HTMLElementEventMap, (event: Event) => void>>>;
}

/** Makes an element. Strings become text nodes: text from a model file is never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: Options = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (options.class !== undefined) made.className = options.class;
  for (const [name, value] of Object.entries(options.attributes ?? {})) made.setAttribute(name, value);
  for (const [type, listener] of Object.entries(options.on ?? {})) made.addEventListener(type, listener);
  made.append(...children.filter((child) => child !== null));
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A 16x16 icon drawn by one path of our own. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(SVG, 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}

/** Paths of the icons, in strokes on a 16x16 grid. */
export const ICONS = {
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fit: 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4',
  listing: 'M3 3h10M3 6.5h7M3 10h10M3 13.5h5',
  flame:
    'M8 1.5c.6 2.6 3.6 4.3 3.6 7.9a3.6 3.6 0 0 1-7.2 0c0-1.6.9-2.7 1.7-3.6.2 1 .6 1.5 1.1 1.7C7 5.6 7.100 3.400 8 1.500z',
  error: 'M4.500 4.500l7 7M11.500 4.500l-7 7',
  warning: 'M8 2.500L14.500 13.500H1.500zM8 6.500v3.500M8 11.500v.800',
  info: 'M8 7v5M8 4v1.200',
  toggle: 'M3 6l5 5 5-5',
  bulb: 'M5.800 10.800C4.600 10 3.800 8.700 3.800 7.100a4.200 4.200 0 0 1 8.400 0c0 1.600-.8 2.900-2 3.700v1.400H5.800zM6.500 14.300h3',
  changed: 'M1.500 9.500c2-4.500 4.500-4.500 6.500-1.500s4.500 3 6.500-1.500',
  check: 'M3 8.500l3.300 3.300L13 4.500',
} as const;

/** Replaces all children. */
export function fill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren(...children.filter((child) => child !== null));
}
