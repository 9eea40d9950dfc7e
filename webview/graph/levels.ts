/**
 * How much of each box is drawn: everything, title and heat, or all boxes as a handful of shapes. `far` draws a
 * fixed number of elements however large the scene is.
 */
export type Level = 'near' | 'middle' | 'far';

/** SVG elements that the graph may hold at any time. */
export const ELEMENT_BUDGET = 1500;
const NEAR_ELEMENTS = 12;
const MIDDLE_ELEMENTS = 6;
/** Badges of boxes that are drawn coarsely are this much larger: they are seen from further away. */
export const COARSE = 1.6;
const NEAR_SCALE = 0.5;
const MIDDLE_SCALE = 0.16;

/** The finest level that is readable at this scale and keeps to the budget; `extra` are elements besides boxes and lines. */
export function levelFor(scale: number, boxes: number, lines: number, extra = 0): Level {
  const left = ELEMENT_BUDGET - extra;
  if (scale >= NEAR_SCALE && boxes * NEAR_ELEMENTS + lines * 2 <= left) return 'near';
  if (scale >= MIDDLE_SCALE && boxes * MIDDLE_ELEMENTS + lines <= left) return 'middle';
  return 'far';
}
