"""torch.storage: names that annotations use."""

from ._tensor_copies import Storage

TypedStorage = UntypedStorage = _TypedStorage = _UntypedStorage = Storage
