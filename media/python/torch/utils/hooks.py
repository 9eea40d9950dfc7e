"""torch.utils.hooks: handles of hooks."""

from collections import OrderedDict

from torch._absent import absent_attributes


class RemovableHandle:
    """Removes a hook from the dictionary that it was put into."""

    next_id = 0

    def __init__(self, hooks_dict, *, extra_dict=None):
        self.id = RemovableHandle.next_id
        RemovableHandle.next_id += 1
        self._dicts = [hooks_dict] + ([] if extra_dict is None else [extra_dict])

    def remove(self):
        for each in self._dicts:
            if isinstance(each, (dict, OrderedDict)):
                each.pop(self.id, None)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.remove()


def unserializable_hook(function):
    return function


__getattr__ = absent_attributes(__name__)
