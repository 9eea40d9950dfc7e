import { boundMemory, boundTime } from './bounds.node';
import { openDoors } from './doors.node';
import { FRAME, type ReadyMessage, type StartMessage } from './frames';
import { startInterpreter } from './interpreter.node';
import { scrub } from './lockdown.node';
import { SyncPipe } from './pipe.node';

/** The descriptor that the parent opened beside the standard ones. */
const PIPE = 3;
/** The parent ends a job that takes too long; without a parent the job ends this much later. */
const ORPHAN_SECONDS = 2;
/** Memory never shrinks: a process that has grown beyond this makes room for a fresh one. */
const WORN_BYTES = 512 * 1024 * 1024;

interface JobLimits {
  readonly limits: { readonly memoryLimitBytes: number; readonly timeLimitSeconds: number };
}

const pipe = new SyncPipe(PIPE);
const exit = process.exit.bind(process);

void main().catch((error: unknown) => {
  say(error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error));
  exit(1);
});

/** One start message, then jobs until the parent goes away. */
async function main(): Promise<void> {
  await prepare();
  const start = JSON.parse(nextOf(FRAME.start)) as StartMessage;
  const memory = boundMemory();
  const inTime = boundTime();
  const interpreter = await startInterpreter(start, ask, (bytes) => {
    pipe.send(FRAME.snapshot, bytes);
  });
  const open = [...(start.lock ? openDoors() : ['it was started without locks']), ...scrub()];
  const ready: ReadyMessage = { locked: open.length === 0, open };
  pipe.send(FRAME.ready, Buffer.from(JSON.stringify(ready)));
  for (;;) {
    const job = nextOf(FRAME.job);
    const { limits } = JSON.parse(job) as JobLimits;
    memory.limit(limits.memoryLimitBytes);
    const answer = inTime(limits.timeLimitSeconds + ORPHAN_SECONDS, () => interpreter.run(job));
    const worn = memory.size() > WORN_BYTES;
    if (worn) pipe.send(FRAME.last, new Uint8Array());
    pipe.send(FRAME.answer, Buffer.from(answer));
    if (worn) exit(0);
  }
}

/** Emscripten asks for constants in a way that the permission model forbids. */
async function prepare(): Promise<void> {
  const { constants } = await import('node:fs');
  Object.defineProperty(process, 'binding', { value: () => ({ fs: constants }), configurable: true });
}

/** Asks the parent and waits. */
function ask(question: string): Uint8Array | null {
  pipe.send(FRAME.ask, Buffer.from(question));
  const reply = pipe.receive() ?? exit(0);
  return reply.kind === FRAME.reply && reply.payload[0] === 1 ? reply.payload.subarray(1) : null;
}

function nextOf(kind: number): string {
  for (;;) {
    const message = pipe.receive() ?? exit(0);
    if (message.kind === kind) return Buffer.from(message.payload).toString('utf8');
  }
}

/** Last words. */
function say(words: string): void {
  try {
    pipe.send(FRAME.failed, Buffer.from(words));
  } catch {
    // nobody listens any more
  }
}
