/**
 * What a table holds under a name that somebody else chose: an operator, an attribute, a key of a file. A plain lookup
 * also finds what every object inherits, such as `constructor`; a rule of the linter therefore asks for this one.
 */
export function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
