"""torch.storage: names that annotations use."""

from ._tensor_moves import Storage

TypedStorage = UntypedStorage = _TypedStorage = _UntypedStorage = Storage
