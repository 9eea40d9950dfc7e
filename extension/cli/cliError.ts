/** The arguments or a file are off: the message is one sentence for the user, the exit code 2. */
export class CliError extends Error {
  override readonly name = 'CliError';
}
