import { FRAME, type ReadyMessage, type StartMessage } from './frames';
import { startInterpreter } from './interpreter.node';
import { limitMemory, openDoors, scrub } from './lockdown.node';
import { SyncPipe } from './pipe.node';

/** The descriptor that the parent opened beside the standard ones. */
const PIPE = 3;

const pipe = new SyncPipe(PIPE);

void main().catch((error: unknown) => {
  pipe.send(
    FRAME.failed,
    Buffer.from(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  );
  process.exit(1);
});

/** One start message, then jobs until the parent goes away. */
async function main(): Promise<void> {
  // Emscripten asks for constants here, which the permission model forbids.
  const { constants } = await import('node:fs');
  Object.defineProperty(process, 'binding', { value: () => ({ fs: constants }), configurable: true });
  const first = pipe.receive();
  if (first === null) process.exit(0);
  const start = JSON.parse(text(first.payload)) as StartMessage;
  const setLimit = limitMemory();
  const interpreter = await startInterpreter(start, ask, (bytes) => {
    pipe.send(FRAME.snapshot, bytes);
  });
  scrub();
  const open = openDoors();
  const ready: ReadyMessage = { locked: open.length === 0, open };
  pipe.send(FRAME.ready, Buffer.from(JSON.stringify(ready)));
  for (;;) {
    const message = pipe.receive();
    if (message === null) process.exit(0);
    if (message.kind !== FRAME.job) continue;
    const job = text(message.payload);
    const { limits } = JSON.parse(job) as { readonly limits: { readonly memoryLimitBytes: number } };
    setLimit(limits.memoryLimitBytes);
    pipe.send(FRAME.answer, Buffer.from(interpreter.run(job)));
  }
}

/** Asks the parent and waits. */
function ask(question: string): Uint8Array | null {
  pipe.send(FRAME.ask, Buffer.from(question));
  const reply = pipe.receive();
  if (reply === null) process.exit(0);
  return reply.kind === FRAME.reply && reply.payload[0] === 1 ? reply.payload.subarray(1) : null;
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
