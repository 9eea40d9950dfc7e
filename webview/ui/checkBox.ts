import { element } from './dom';

export interface CheckBox {
  readonly element: HTMLInputElement;
  checked: boolean;
}

/** A check box without a text of its own; `onChange` hears of the user's changes only. */
export function checkBox(id: string, onChange: (checked: boolean) => void): CheckBox {
  const input = element('input', { class: 'check-box', attributes: { type: 'checkbox', id } });
  input.addEventListener('change', () => {
    onChange(input.checked);
  });
  return {
    element: input,
    get checked() {
      return input.checked;
    },
    set checked(checked) {
      input.checked = checked;
    },
  };
}
