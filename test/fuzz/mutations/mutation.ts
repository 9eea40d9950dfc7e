import type { Random } from '../../helpers/random';
import type { Message } from '../message';

/** Where mutations take parts of other models from. */
export interface Donors {
  /** A model by chance, to be taken apart freely. */
  donor(random: Random): Message | null;
  /** Names of operators that the seeds hold. */
  readonly operators: readonly string[];
}

/** Changes a model in place and says what it did; null where it found nothing that it could change. */
export type Mutation = (model: Message, random: Random, donors: Donors) => string | null;
