import { type Argument, readArguments } from './arguments';
import { type CallSite, isInFormatString } from './calls';
import { refuse } from './refusal';
import { torchSignature } from './signatures';
import { dottedName, parentsOf, type Source, type SyntaxNode, textOf, walk } from './syntax';

/** A call of one of PyTorch's layers whose every argument is known by its parameter. */
export interface ConstructorCall {
  readonly site: CallSite;
  readonly signature: readonly string[];
  readonly list: readonly KnownArgument[];
  readonly tail: readonly string[];
}

export interface KnownArgument extends Argument {
  readonly param: string;
}

/** Expressions that must not be copied, since they change what they read from. */
const ONCE = /\b(?:next|pop|popitem|popleft|read|input)\s*\(|\bawait\b|\byield\b|:=/;

/** Reads the arguments by the signature of the layer; refuses those that leave something open. */
export function readConstructorCall(source: Source, site: CallSite, className: string): ConstructorCall {
  if (isInFormatString(site.node)) refuse('The call stands inside an f-string.');
  const signature = torchSignature(`torch.nn.${className}`);
  if (signature === null) return refuse(`The arguments of ${className} are not known here.`);
  const { list, tail } = readArguments(source, site.argumentList, signature);
  const known = list.map((argument) => checked(argument, signature, className));
  const names = known.map(({ param }) => param);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) refuse(`The call gives ${twice} twice.`);
  return { site, signature, list: known, tail };
}

function checked(argument: Argument, signature: readonly string[], className: string): KnownArgument {
  const { param, star, text } = argument;
  if (star !== '') return refuse(`The call takes arguments from ${star}${text}, which only a run knows.`);
  if (param === null) return refuse(`The call has more arguments than ${className} takes.`);
  if (!signature.includes(param)) return refuse(`${className} has no argument ${param}.`);
  if (ONCE.test(text))
    return refuse(`The argument ${text} cannot be written twice: it may change each time.`);
  return { ...argument, param };
}

export function argumentOf(call: ConstructorCall, param: string): KnownArgument | null {
  return call.list.find((argument) => argument.param === param) ?? null;
}

export function requiredText(call: ConstructorCall, param: string): string {
  return argumentOf(call, param)?.text ?? refuse(`The call gives no ${param}.`);
}

/** What every module has, and so a Sequential too. */
const MODULE_METHODS: ReadonlySet<string> = new Set([
  ...['to', 'cuda', 'cpu', 'half', 'float', 'double', 'bfloat16', 'train', 'eval', 'apply', 'requires_grad_'],
  ...['forward', 'parameters', 'named_parameters', 'state_dict', 'load_state_dict', 'register_forward_hook'],
]);
const OWN_ATTRIBUTES: ReadonlySet<string> = new Set([
  ...[
    'weight',
    'bias',
    'in_channels',
    'out_channels',
    'kernel_size',
    'stride',
    'padding',
    'dilation',
    'groups',
  ],
  ...['in_features', 'out_features', 'num_embeddings', 'embedding_dim', 'padding_idx', 'reset_parameters'],
]);
/** Wrappers that reach for the weight of the layer that they are given. */
const WEIGHT_WRAPPERS = /(?:^|\.)(?:weight_norm|spectral_norm|register_parametrization)$/;

/** Refuses where the file uses of the layer what several layers in its place do not have. */
export function refuseOwnUses(source: Source, { node, callee }: CallSite): void {
  const parent = node.parent;
  const property = parent?.name === 'MemberExpression' ? parent.getChild('PropertyName') : undefined;
  const name = property ? textOf(source, property) : null;
  if (property !== undefined && (name === null || !MODULE_METHODS.has(name)))
    refuse(
      `The file uses ${name === null ? 'a part' : `.${name}`} of this ${callee}, which several layers do not have.`,
    );
  const wrapper = parent?.name === 'ArgList' ? parent.parent?.firstChild : null;
  const wrapperName = wrapper ? dottedName(source, wrapper) : null;
  if (wrapperName !== null && WEIGHT_WRAPPERS.test(wrapperName))
    refuse(`The wrapper ${wrapperName} needs a layer with a weight, which several layers do not have.`);
  for (const target of targetsOf(source, node)) refuseAttributes(source, node, target);
}

/** Names that the call's result is assigned to. */
function targetsOf(source: Source, node: SyntaxNode): readonly string[] {
  if (node.parent?.name !== 'AssignStatement') return [];
  const named = [...node.parent.getChildren('MemberExpression'), ...node.parent.getChildren('VariableName')];
  return named.flatMap((each) => dottedName(source, each) ?? []);
}

function refuseAttributes(source: Source, node: SyntaxNode, target: string): void {
  const room = target.startsWith('self.') ? 'ClassDefinition' : 'FunctionDefinition';
  const scope = parentsOf(node).find((parent) => parent.name === room) ?? source.root;
  walk(scope, (each) => {
    const name = each.name === 'MemberExpression' ? dottedName(source, each) : null;
    if (name?.startsWith(`${target}.`) === true && OWN_ATTRIBUTES.has(name.slice(target.length + 1)))
      refuse(`The file uses ${name}, which several layers in place of one do not have.`);
    return true;
  });
}
