import { window } from 'vscode';
import type { Report } from '../shared/report';
import { iconFree } from './costText';

/** Lets the user pick one of the model's symbolic dims; throws where there is none. */
export async function pickDim(report: Report): Promise<string | undefined> {
  const symbols = report.symbols ?? [];
  if (symbols.length === 0) throw new Error('All dims of this model are fixed.');
  const items = symbols.map(({ name, value, assumed }) => ({
    label: iconFree(name),
    description: value === null ? 'decided at run time' : `${value}${assumed ? ' (assumed)' : ''}`,
    name,
  }));
  return (await window.showQuickPick(items, { title: 'Dimension' }))?.name;
}
