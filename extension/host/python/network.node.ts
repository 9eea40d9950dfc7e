import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';
import { bar, isBarred } from './refusal';

/** A kind of connection, and the class of the runtime's own objects that make it. */
interface Kind {
  readonly what: string;
  /** A member that reaches outside. */
  readonly member: string;
  /** Null where the runtime does not hand one out. */
  readonly prototype: object | null;
}

/**
 * Takes the network away below all of Node's modules: whatever connects, sends, listens or looks up a name does so
 * through one of four classes, and their members are replaced. Returns what could not be closed, in words.
 */
export function closeNetwork(): readonly string[] {
  const kinds: readonly Kind[] = [
    { what: 'TCP', member: 'connect', prototype: handleOfSocket({ host: '127.0.0.1', port: 9 }) },
    { what: 'local sockets', member: 'connect', prototype: handleOfSocket({ path: NOWHERE }) },
    { what: 'UDP', member: 'send', prototype: handleOfDatagrams() },
    { what: 'name servers', member: 'queryA', prototype: handleOfResolver() },
  ];
  for (const { prototype } of kinds) if (prototype !== null) bar(prototype, membersOf(prototype));
  bar(dns, LOOKUPS);
  bar(dns.promises, LOOKUPS);
  return kinds
    .filter(({ prototype, member }) => prototype === null || !isBarred(prototype, member))
    .map(({ what }) => `the network can be reached (${what})`);
}

/** Those that ask the operating system rather than a name server. */
const LOOKUPS = ['lookup', 'lookupService', 'reverse'];

const NOWHERE = process.platform === 'win32' ? '\\\\.\\pipe\\layercost-nowhere' : '/layercost/nowhere';

/**
 * The handle is there at once; the connection would begin only later, and never does. Where the permission model refuses it
 * (from Node 25 on), the socket lets go of its handle at once, too: it is seen as it comes.
 */
function handleOfSocket(target: net.SocketConnectOpts): object | null {
  const socket = new net.Socket();
  socket.on('error', () => undefined);
  let held: unknown = null;
  let seen: unknown = null;
  Reflect.defineProperty(socket, '_handle', {
    get: () => held,
    set: (handle: unknown) => {
      held = handle;
      seen ??= handle;
    },
  });
  try {
    socket.connect(target);
  } catch {
    // What is thrown after the handle came is a refusal.
  } finally {
    socket.destroy();
  }
  return prototypeOf(seen);
}

function handleOfDatagrams(): object | null {
  const socket = dgram.createSocket('udp4');
  const key = Object.getOwnPropertySymbols(socket).find(({ description }) => description === 'state symbol');
  const state: unknown = key && Reflect.get(socket, key);
  const prototype = isObject(state) ? prototypeOf(Reflect.get(state, 'handle')) : null;
  socket.close();
  return prototype;
}

function handleOfResolver(): object | null {
  return prototypeOf(Reflect.get(new dns.Resolver(), '_handle'));
}

function prototypeOf(handle: unknown): object | null {
  const prototype: unknown = isObject(handle) ? Object.getPrototypeOf(handle) : null;
  return isObject(prototype) && prototype !== Object.prototype ? prototype : null;
}

function membersOf(prototype: object): readonly string[] {
  return Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
