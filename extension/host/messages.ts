/** What a client sends. `cancelled` is shared memory, so that a busy server sees a cancellation at once. */
export type ToServer =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly name: string;
      readonly args: readonly unknown[];
      readonly wantsProgress: boolean;
      readonly cancelled: Int32Array | null;
    }
  | { readonly kind: 'cancel'; readonly id: number };

export type ToClient =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | {
      readonly kind: 'error';
      readonly id: number;
      readonly name: string;
      readonly message: string;
      readonly stack: string;
    }
  | {
      readonly kind: 'progress';
      readonly id: number;
      readonly stage: string;
      readonly done: number;
      readonly total: number;
    };

/** Anything that carries messages both ways: a MessagePort, a worker, two queues in one process. */
export interface Wire<Out, In> {
  send(message: Out): void;
  /** Called once, with the one listener. */
  listen(listener: (message: In) => void): void;
}

export type ClientWire = Wire<ToServer, ToClient>;
export type ServerWire = Wire<ToClient, ToServer>;
