/** Ends a rewrite with a sentence for the user. Caught where the rewrite began; nobody else sees it. */
export class Refusal extends Error {}

export function refuse(sentence: string): never {
  throw new Refusal(sentence);
}
