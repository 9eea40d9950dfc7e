import { type Argument, type Arguments, readArguments } from './arguments';
import { type CallSite, callsOn, sameOnly } from './calls';
import { type Style, indentOf } from './layout';
import { meaningsOf, type Names } from './names';
import { refuse } from './refusal';
import type { TextEdit } from './rewrite';
import { ownSignature, torchSignature } from './signatures';
import { lineEnd, lineOf, type Source, type SyntaxNode } from './syntax';

/** Gives an argument of the calls of a class or function on a line another value. */
export function setArgument(
  source: Source,
  names: Names,
  line: number,
  className: string,
  { name, value }: { readonly name: string; readonly value: string },
  style: Style,
): readonly TextEdit[] {
  if (!/^[^\W\d]\w*$/u.test(name)) refuse(`An argument cannot be named ${name}.`);
  if (value.trim() === '' || /[\r\n#]/.test(value)) refuse('The new value is not an expression on one line.');
  const isMeant = (callee: string): boolean =>
    [callee, ...meaningsOf(names, callee)].some((path) => path.split('.').at(-1) === className);
  const [first, ...more] = callsOn(source, line, isMeant);
  if (first === undefined) return refuse(`Line ${line} holds no call of ${className} that can be read.`);
  return sameOnly(source, line, className, [first, ...more]).flatMap((site) =>
    editsOf(source, names, site, name, value, style),
  );
}

function editsOf(
  source: Source,
  names: Names,
  site: CallSite,
  name: string,
  value: string,
  style: Style,
): readonly TextEdit[] {
  const signature = signatureOf(source, names, site.callee);
  const given = readArguments(source, site.argumentList, signature);
  const argument = given.list.find(({ param }) => param === name);
  if (argument === undefined) {
    refuseUnclear(site, given, signature, name);
    return append(source, site.argumentList, given.list.at(-1), `${name}=${value}`, style);
  }
  if (argument.text === value) refuse(`The argument ${name} is ${value} already.`);
  return [{ start: argument.node.from, end: argument.node.to, text: value }];
}

function signatureOf(source: Source, names: Names, callee: string): readonly string[] | null {
  const [path] = meaningsOf(names, callee);
  return (path === undefined ? null : torchSignature(path)) ?? ownSignature(source, callee);
}

/** Refuses to add an argument that the call may have already. */
function refuseUnclear(
  { callee }: CallSite,
  { list }: Arguments,
  signature: readonly string[] | null,
  name: string,
): void {
  const star = list.find((each) => each.star !== '');
  if (star !== undefined)
    refuse(`The call takes arguments from ${star.star}${star.text}, which may hold ${name}.`);
  if (signature === null && list.some((each) => !each.keyword))
    refuse(`Which argument of ${callee} is ${name} is not known: give it by its name first.`);
}

/** A new argument behind the last one, on a line of its own where that has one. */
function append(
  source: Source,
  argumentList: SyntaxNode,
  last: Argument | undefined,
  text: string,
  { newline }: Style,
): readonly TextEdit[] {
  if (last === undefined) return [insertion(argumentList.from + 1, text)];
  const { to } = last.node;
  const closing = argumentList.to - 1;
  const isOnOwnLine =
    lineOf(source, closing) > lineOf(source, to) && lineOf(source, argumentList.from) < lineOf(source, to);
  const comma = commaBehind(last.node);
  if (!isOnOwnLine || (comma !== null && lineOf(source, comma.from) > lineOf(source, to)))
    return [insertion(to, `, ${text}`)];
  const line = newline + indentOf(source, last.node.from) + text;
  const end = lineEnd(source, to);
  if (comma !== null) return [insertion(end, `${line},`)];
  return end === to ? [insertion(to, `,${line}`)] : [insertion(to, ','), insertion(end, line)];
}

function commaBehind(node: SyntaxNode): SyntaxNode | null {
  let next = node.nextSibling;
  while (next?.name === 'Comment') next = next.nextSibling;
  return next?.name === ',' ? next : null;
}

function insertion(start: number, text: string): TextEdit {
  return { start, end: start, text };
}
