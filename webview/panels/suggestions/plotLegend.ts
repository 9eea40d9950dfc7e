import { select, symbol, symbolCircle, symbolDiamond } from 'd3';
import { element } from '../../ui/dom';

const ENTRIES = [
  { name: 'point current meets', shape: symbolDiamond, size: 90, text: 'chosen' },
  { name: 'point meets', shape: symbolCircle, size: 44, text: 'meets the budget' },
  { name: 'point', shape: symbolCircle, size: 44, text: 'over the budget' },
];

/** What the shapes of the plot mean; the points say it themselves to screen readers. */
export function plotLegend(): HTMLElement {
  const legend = element('div', { class: 'plot-legend', attributes: { 'aria-hidden': 'true' } });
  for (const { name, shape, size, text } of ENTRIES) {
    const entry = element('span', {});
    const svg = select(entry).append('svg').attr('class', 'plot').attr('width', 14).attr('height', 14);
    const mark = svg.append('g').attr('class', name).attr('transform', 'translate(7,7)');
    mark.append('path').attr('d', symbol(shape, size)());
    entry.append(text);
    legend.append(entry);
  }
  return legend;
}
