import { Channel } from './channel';
import { createClient, type EngineConnection } from './client';
import type { ClientWire } from './messages';

/** A running engine elsewhere: a wire to it, its end, and a way to end it. */
export interface Link {
  readonly wire: ClientWire;
  /** Called once, when the other side is gone without having been stopped; `reason` is a sentence. */
  onExit(listener: (reason: string) => void): void;
  stop(): void;
}

export interface SupervisorOptions {
  /** A link that nobody uses for this long is stopped; the next call starts a new one. */
  readonly idleMilliseconds?: number;
  /** How long a cancelled call may go on before the link is stopped and started anew. */
  readonly cancelGraceMilliseconds?: number;
}

const DEFAULTS = { idleMilliseconds: 10 * 60_000, cancelGraceMilliseconds: 5000 };

/**
 * Keeps one link alive while it is needed: starts it at the first call, rejects everything pending when it dies,
 * and starts it again once for the next call.
 */
export function supervise(start: () => Link, options: SupervisorOptions = {}): EngineConnection {
  const supervisor = new Supervisor(start, { ...DEFAULTS, ...options });
  return {
    engine: createClient((name, args, context) =>
      supervisor.call((channel) => channel.call(name, args, context)),
    ),
    restart: () => {
      supervisor.restart();
    },
    dispose: () => {
      supervisor.dispose();
    },
  };
}

interface Running {
  readonly link: Link;
  readonly channel: Channel;
}

class Supervisor {
  readonly #start: () => Link;
  readonly #options: Required<SupervisorOptions>;
  #running: Running | null = null;
  #calls = 0;
  #idleTimer: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(start: () => Link, options: Required<SupervisorOptions>) {
    this.#start = start;
    this.#options = options;
  }

  async call(send: (channel: Channel) => Promise<unknown>): Promise<unknown> {
    if (this.#disposed) throw new Error('LayerCost is shutting down.');
    clearTimeout(this.#idleTimer);
    this.#calls++;
    try {
      this.#running ??= this.#launch();
      return await send(this.#running.channel);
    } finally {
      this.#calls--;
      if (this.#calls === 0) this.#stopWhenIdle();
    }
  }

  restart(): void {
    this.#stop('The analysis was restarted.');
  }

  dispose(): void {
    this.#disposed = true;
    this.#stop('LayerCost is shutting down.');
  }

  #launch(): Running {
    const link = this.#start();
    const channel = new Channel(link.wire, {
      cancelGraceMilliseconds: this.#options.cancelGraceMilliseconds,
      onUnresponsive: () => {
        if (this.#running === running)
          this.#stop('The analysis was restarted because a cancelled one did not end.');
      },
    });
    const running = { link, channel };
    link.onExit((reason) => {
      if (this.#running === running) this.#running = null;
      channel.close(new Error(reason));
    });
    return running;
  }

  #stopWhenIdle(): void {
    if (this.#disposed) return;
    this.#idleTimer = setTimeout(() => {
      this.#stop('The analysis was idle.');
    }, this.#options.idleMilliseconds);
    this.#idleTimer.unref();
  }

  #stop(reason: string): void {
    clearTimeout(this.#idleTimer);
    const running = this.#running;
    this.#running = null;
    running?.channel.close(new Error(reason));
    running?.link.stop();
  }
}
