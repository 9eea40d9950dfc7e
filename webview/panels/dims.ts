import type { DimControl } from '../../extension/shared/webviewProtocol';
import { textField } from '../ui/controls';
import { element, fill } from '../ui/dom';
import { readDim } from './readDim';

type OnDim = (name: string, value: number | null) => void;

/** Dims of the side pane at most; a model with more run-time sizes than this is bound on the command line. */
const MAX_FIELDS = 60;

/** A field that binds a dim; empty means the default. What is no size springs back. */
export function dimField(dim: DimControl, onDim: OnDim): HTMLElement {
  const value = dim.value === null ? '' : String(dim.value);
  const field = textField({
    label: dim.name,
    placeholder: dim.kind === 'data' ? 'open' : '1',
    class: 'dim-input',
    showLabel: true,
    onCommit: (text) => {
      const number = readDim(text);
      if (number === undefined) field.value = value;
      else if (String(number ?? '') !== value || dim.assumed) onDim(dim.name, number);
    },
  });
  field.value = value;
  field.element.title = dim.assumed ? `${dim.name}: assumed; type a value to bind it` : dim.name;
  field.element.classList.toggle('assumed', dim.assumed);
  return field.element;
}

/** The fields of the side pane: sizes that only a run decides. */
export function createDimList(parent: HTMLElement, onDim: OnDim): (dims: readonly DimControl[]) => void {
  let shown = '';
  return (dims) => {
    const key = JSON.stringify(dims);
    if (key === shown) return;
    shown = key;
    const left = dims.length - MAX_FIELDS;
    const rest = left > 0 ? element('p', { class: 'empty' }, `${left} more.`) : null;
    fill(parent, ...dims.slice(0, MAX_FIELDS).map((dim) => dimField(dim, onDim)), rest);
  };
}
