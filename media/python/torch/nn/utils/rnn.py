"""Sequences of different lengths: priced at the length to which they are padded."""

from .._creation import zeros
from .._creation import stack
from .. import functional as F


class PackedSequence:
    """A padded batch and its lengths."""

    def __init__(self, data, batch_sizes=None, sorted_indices=None, unsorted_indices=None):
        self.data, self.batch_sizes = data, batch_sizes
        self.sorted_indices, self.unsorted_indices = sorted_indices, unsorted_indices
        self.padded, self.lengths, self.batch_first = data, None, False

    @classmethod
    def of(cls, padded, lengths, batch_first):
        made = cls(padded)
        made.lengths, made.batch_first = lengths, batch_first
        return made

    def to(self, *_, **__):
        return self

    cuda = cpu = to


def pack_padded_sequence(input, lengths, batch_first=False, enforce_sorted=True):
    return PackedSequence.of(input, lengths, batch_first)


def pad_packed_sequence(sequence, batch_first=False, padding_value=0.0, total_length=None):
    padded = sequence.padded
    if batch_first != sequence.batch_first:
        padded = padded.transpose(0, 1)
    return padded, sequence.lengths


def pad_sequence(sequences, batch_first=False, padding_value=0.0, padding_side="right"):
    longest = max(each.shape[0] for each in sequences)
    rows = []
    for each in sequences:
        missing = longest - each.shape[0]
        rows.append(F.pad(each, (0, 0) * (each.dim() - 1) + (0, missing)) if missing else each)
    return stack(rows, 0 if batch_first else 1)


def pack_sequence(sequences, enforce_sorted=True):
    return pack_padded_sequence(pad_sequence(sequences), zeros(len(sequences)))


def unpad_sequence(padded_sequences, lengths, batch_first=False):
    batch = padded_sequences if batch_first else padded_sequences.transpose(0, 1)
    return [sequence[:length] for sequence, length in zip(batch, lengths.tolist())]
