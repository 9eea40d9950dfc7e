import type { ConstructorCall, KnownArgument } from './constructorCall';
import type { Printed, PrintedItem } from './layout';

/** One of the layers that a layer becomes. */
export interface Factor {
  readonly callee: string;
  readonly parts: readonly Part[];
}

export interface Part {
  readonly param: string;
  readonly text: string;
  readonly keyword: boolean;
  /** The user's argument in whose place it stands. */
  readonly origin: KnownArgument | null;
}

/** New texts by parameter; null leaves an argument out. What is not named stays as the user wrote it. */
export type Changes = Readonly<Record<string, string | null>>;

/** The user's call with changed arguments, in its order, positional where it was and can be. */
export function derive(call: ConstructorCall, changes: Changes): Factor {
  const parts: Part[] = [];
  let gap = false;
  for (const origin of call.list) {
    const { param } = origin;
    const text = Object.hasOwn(changes, param) ? changes[param] : origin.text;
    if (text === undefined || text === null) gap = true;
    else parts.push({ param, text, keyword: origin.keyword || gap, origin });
  }
  const given = new Set(call.list.map(({ param }) => param));
  for (const [param, text] of Object.entries(changes))
    if (text !== null && !given.has(param)) insert(parts, call.signature, param, text);
  return { callee: call.site.callee, parts };
}

/** Puts a keyword argument before those that come later in the signature. */
function insert(parts: Part[], signature: readonly string[], param: string, text: string): void {
  const rank = signature.indexOf(param);
  const later = parts.findIndex((part) => part.keyword && signature.indexOf(part.param) > rank);
  parts.splice(later < 0 ? parts.length : later, 0, { param, text, keyword: true, origin: null });
}

/** A layer with arguments of its own. */
export function plain(callee: string, ...texts: readonly string[]): Factor {
  return { callee, parts: texts.map((text) => ({ param: '', text, keyword: false, origin: null })) };
}

/** A module around the factors; every comment of the call stands once, where its argument is first used. */
export function compose(outer: string, factors: readonly Factor[], call: ConstructorCall): Printed {
  const claimed = new Set<KnownArgument>();
  const items = factors.map(({ callee, parts }): PrintedItem => {
    const value = { callee, items: parts.map((part) => itemOf(part, claimed)), tail: [] };
    return { label: '', value, before: [], after: [] };
  });
  const lost = call.list.filter((each) => !claimed.has(each)).flatMap(commentsOf);
  const [first, ...others] = items;
  const headed = first === undefined ? [] : [{ ...first, before: lost }, ...others];
  return { callee: outer, items: headed, tail: call.tail };
}

function itemOf({ param, text, keyword, origin }: Part, claimed: Set<KnownArgument>): PrintedItem {
  const label = keyword ? `${param}=` : '';
  if (origin === null || claimed.has(origin)) return { label, value: text, before: [], after: [] };
  claimed.add(origin);
  const inner = text === origin.text ? [] : origin.inner;
  return { label, value: text, before: [...origin.before, ...inner], after: origin.after };
}

function commentsOf({ before, inner, after }: KnownArgument): readonly string[] {
  return [...before, ...inner, ...after];
}
