import { type LogOutputChannel, window } from 'vscode';
import { Cancelled, RemoteError } from '../host/channel';

export type Log = LogOutputChannel;

export function createLog(): Log {
  return window.createOutputChannel('LayerCost', { log: true });
}

/** Writes a failure with where it came from; input that is merely bad is no defect of ours and stays short. */
export function logFailure(log: Log, what: string, error: unknown): void {
  if (error instanceof Cancelled) return;
  if (error instanceof RemoteError) {
    if (error.kind === 'BadInput') log.info(`${what}: ${error.message}`);
    else log.error(`${what}: ${error.remoteStack === '' ? error.message : error.remoteStack}`);
  } else log.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}
