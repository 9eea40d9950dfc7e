import { fail, flag, list, object, oneOf, record, text, whole } from './checks';
import type {
  PayloadAttribute,
  PayloadCall,
  PayloadModule,
  PayloadNode,
  PayloadParameter,
  PayloadTensor,
  PayloadTrace,
} from './payload';

const MAX_RANK = 64;

/** How many there are of what is referred to by index. */
interface Counts {
  readonly sites: number;
  readonly stacks: number;
  readonly modules: number;
}

/** Checks a trace: types, sizes, and that every index points at something. Throws BadInput where it is not one. */
export function readTrace(value: unknown): PayloadTrace {
  const trace = object(value, 'trace');
  const sites = list(trace['sites'], 'sites', readSite);
  const site = (item: unknown, place: string): number => whole(item, place, -1, sites.length - 1);
  const stacks = list(trace['stacks'], 'stacks', (stack, place) => list(stack, place, site));
  const modules = list(trace['modules'], 'modules', (item, place) =>
    readModule(item, place, stacks.length, sites.length),
  );
  const counts = { sites: sites.length, stacks: stacks.length, modules: modules.length };
  return {
    root: text(trace['root'], 'root'),
    sites,
    stacks,
    modules,
    parameters: list(trace['parameters'], 'parameters', (item, place) => readParameter(item, place, counts)),
    constants: list(trace['constants'], 'constants', text),
    tensors: record(trace['tensors'], 'tensors', readTensor),
    inputs: list(trace['inputs'], 'inputs', readInput),
    outputs: list(trace['outputs'], 'outputs', text),
    nodes: list(trace['nodes'], 'nodes', (item, place) => readNode(item, place, counts)),
    calls: list(trace['calls'], 'calls', (item, place) => readCall(item, place, counts)),
  };
}

function readSite(value: unknown, place: string): readonly [string, number] {
  const [file, line] = tuple(value, place, 2);
  return [text(file, place), whole(line, place, 0)];
}

function tuple(value: unknown, place: string, length: number): readonly unknown[] {
  const items = list(value, place, (item) => item);
  return items.length === length ? items : fail(place, `${length} values`);
}

function readModule(value: unknown, place: string, stacks: number, sites: number): PayloadModule {
  const module = object(value, place);
  return {
    path: text(module['path'], `${place}.path`),
    class: text(module['class'], `${place}.class`),
    builtin: flag(module['builtin'], `${place}.builtin`),
    built: whole(module['built'], `${place}.built`, 0, stacks - 1),
    defined: whole(module['defined'], `${place}.defined`, -1, sites - 1),
  };
}

function readParameter(value: unknown, place: string, { stacks }: Counts): PayloadParameter {
  const parameter = object(value, place);
  return {
    name: text(parameter['name'], `${place}.name`),
    kind: oneOf(parameter['kind'], `${place}.kind`, ['parameter', 'buffer']),
    built: whole(parameter['built'], `${place}.built`, 0, stacks - 1),
  };
}

function readTensor(value: unknown, place: string): PayloadTensor {
  const [dtype, shape] = tuple(value, place, 2);
  return [text(dtype, place), readShape(shape, place)];
}

function readShape(value: unknown, place: string): readonly number[] {
  const shape = list(value, place, (dim, at) => whole(dim, at, 0));
  return shape.length <= MAX_RANK ? shape : fail(place, `at most ${MAX_RANK} dims`);
}

function readInput(value: unknown, place: string): { readonly name: string; readonly assumed: boolean } {
  const input = object(value, place);
  return {
    name: text(input['name'], `${place}.name`),
    assumed: flag(input['assumed'], `${place}.assumed`),
  };
}

function readNode(value: unknown, place: string, { modules, sites }: Counts): PayloadNode {
  const node = object(value, place);
  const { domain, attributes } = node;
  return {
    op: text(node['op'], `${place}.op`),
    ...(domain !== undefined && { domain: text(domain, `${place}.domain`) }),
    inputs: list(node['inputs'], `${place}.inputs`, text),
    outputs: list(node['outputs'], `${place}.outputs`, text),
    ...(attributes !== undefined && {
      attributes: record(attributes, `${place}.attributes`, readAttribute),
    }),
    module: whole(node['module'], `${place}.module`, 0, modules - 1),
    site: whole(node['site'], `${place}.site`, -1, sites - 1),
  };
}

function readAttribute(value: unknown, place: string): PayloadAttribute {
  if (Array.isArray(value)) return list(value, place, readScalar);
  return typeof value === 'boolean' ? value : readScalar(value, place);
}

function readScalar(value: unknown, place: string): number | string {
  return typeof value === 'number' ? value : text(value, place);
}

function readCall(value: unknown, place: string, { modules, sites }: Counts): PayloadCall {
  const [module, site, shapes] = tuple(value, place, 3);
  return [
    whole(module, place, 0, modules - 1),
    whole(site, place, -1, sites - 1),
    list(shapes, place, readShape),
  ];
}
