/** What stands where something outside could be reached. */
export function refuse(): never {
  throw new Error('LayerCost runs models without access to anything outside.');
}

/** Puts a refusal in the place of these members, for good; those that are not there are made. */
export function bar(owner: object, names: readonly string[]): void {
  for (const name of names)
    Reflect.defineProperty(owner, name, { value: refuse, writable: false, configurable: false });
}

/** Whether a member was barred. */
export function isBarred(owner: object, name: string): boolean {
  return Reflect.get(owner, name) === refuse;
}
