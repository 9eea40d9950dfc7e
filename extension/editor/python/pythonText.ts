import type { TextDocument, Uri } from 'vscode';

/** How much of a file is looked at for a sign that it defines a model. */
const HEAD_CHARACTERS = 200_000;

/** Whether a file is Python source by its name. */
export function isPython(uri: Uri): boolean {
  return /\.py$/i.test(uri.path);
}

/** Whether a document may define a model: cheap, asked of every Python file that is opened, and nothing starts before it says yes. */
export function mayDefineModel(document: TextDocument): boolean {
  if (document.languageId !== 'python' || document.uri.scheme !== 'file') return false;
  const head = document.getText().slice(0, HEAD_CHARACTERS);
  return /^\s*(?:import|from)\s+(?:torch|pytorch_lightning|lightning|timm|torchvision)\b/m.test(head);
}
