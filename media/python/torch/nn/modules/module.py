"""nn.Module: a tree of parameters, buffers and modules, with forward passes that the tape sees."""

from collections import OrderedDict, namedtuple

from ... import _trace
from ..._tensor import Tensor
from ..parameter import Buffer, Parameter
from ._module_moves import ModuleMoves
from ._module_names import ModuleNames

__all__ = ["Module"]

_IncompatibleKeys = namedtuple("IncompatibleKeys", ["missing_keys", "unexpected_keys"])
_STORES = ("_parameters", "_buffers", "_modules")


class RemovableHandle:
    """What registering a hook returns."""

    def __init__(self, hooks, key):
        self.hooks, self.id = hooks, key

    def remove(self):
        self.hooks.pop(self.id, None)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()


class Module(ModuleNames, ModuleMoves):
    """The base of all networks.

    `_built` holds the source lines that led to the construction: __new__ runs before any __init__, so that
    frames of subclasses' own constructors are not among them.
    """

    training = True
    dump_patches = False
    call_super_init = False
    _version = 1

    def __new__(cls, *args, **kwargs):
        made = object.__new__(cls)
        object.__setattr__(made, "_built", _trace.stack())
        return made

    def __init__(self, *args, **kwargs):
        fill = object.__setattr__
        fill(self, "training", True)
        fill(self, "_parameters", OrderedDict())
        fill(self, "_buffers", OrderedDict())
        fill(self, "_non_persistent_buffers_set", set())
        fill(self, "_modules", OrderedDict())
        fill(self, "_forward_hooks", OrderedDict())
        fill(self, "_forward_pre_hooks", OrderedDict())
        fill(self, "_hook_forms", {})

    def forward(self, *args, **kwargs):
        raise NotImplementedError(f'Module [{type(self).__name__}] is missing the required "forward" function')

    def __call__(self, *args, **kwargs):
        _trace.enter(self)
        outputs = None
        try:
            outputs = self._run(args, kwargs)
        except BaseException as error:
            if not hasattr(error, "_layercost_module_path"):
                _mark(error, _trace.current_path())
            raise
        finally:
            _trace.leave(outputs)
        return outputs

    _call_impl = __call__

    def _run(self, args, kwargs):
        hooks = self.__dict__.get("_forward_pre_hooks")
        if hooks is None:
            raise AttributeError("cannot call module before Module.__init__() call")
        for key, hook in list(hooks.items()):
            args, kwargs = self._before(key, hook, args, kwargs)
        result = self.forward(*args, **kwargs)
        for key, hook in list(self._forward_hooks.items()):
            takes_kwargs = self._hook_forms.get(key, False)
            changed = hook(self, args, kwargs, result) if takes_kwargs else hook(self, args, result)
            result = result if changed is None else changed
        return result

    def _before(self, key, hook, args, kwargs):
        if self._hook_forms.get(key, False):
            return hook(self, args, kwargs) or (args, kwargs)
        changed = hook(self, args)
        if changed is not None:
            args = changed if isinstance(changed, tuple) else (changed,)
        return args, kwargs

    def __setattr__(self, name, value):
        kind = _kind_of(value)
        store = self.__dict__.get(kind) if kind else None
        if kind and store is None:
            what = {"_parameters": "parameters", "_modules": "module"}.get(kind, "buffer")
            raise AttributeError(f"cannot assign {what} before Module.__init__() call")
        if store is not None:
            self._forget(name, kind)
            store[name] = value
            return
        self._assign_plain(name, value)

    def _assign_plain(self, name, value):
        for kind in _STORES:
            store = self.__dict__.get(kind)
            if store is None or name not in store:
                continue
            if value is None or (kind == "_buffers" and isinstance(value, Tensor)):
                store[name] = value
                return
            wanted = {
                "_parameters": "torch.nn.Parameter or None",
                "_buffers": "torch.Tensor or None",
                "_modules": "torch.nn.Module or None",
            }[kind]
            raise TypeError(
                f"cannot assign '{type(value).__name__}' object to {kind[1:-1] if kind != '_modules' else 'child module'}"
                f" '{name}' ({wanted} required)"
            )
        object.__setattr__(self, name, value)

    def _forget(self, name, kept):
        """A name stands for one thing: plain attribute, parameter, buffer or module."""
        self.__dict__.pop(name, None)
        for kind in _STORES:
            if kind != kept:
                self.__dict__[kind].pop(name, None)

    def __getattr__(self, name):
        for kind in _STORES:
            store = self.__dict__.get(kind)
            if store is not None and name in store:
                return store[name]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __delattr__(self, name):
        for kind in _STORES:
            if name in self.__dict__.get(kind, ()):
                del self.__dict__[kind][name]
                return
        object.__delattr__(self, name)

    def __dir__(self):
        names = set(dir(type(self))) | set(self.__dict__)
        for kind in _STORES:
            names |= set(self.__dict__.get(kind, ()))
        return sorted(name for name in names if not name[:1].isdigit())

    def register_parameter(self, name, param):
        self._check_name(name, "parameter")
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(
                f"cannot assign '{type(param).__name__}' object to parameter '{name}' (torch.nn.Parameter or None required)"
            )
        self._parameters[name] = param

    def register_buffer(self, name, tensor, persistent=True):
        self._check_name(name, "buffer")
        if tensor is not None and not isinstance(tensor, Tensor):
            raise TypeError(
                f"cannot assign '{type(tensor).__name__}' object to buffer '{name}' (torch Tensor or None required)"
            )
        self._buffers[name] = tensor
        (self._non_persistent_buffers_set.discard if persistent else self._non_persistent_buffers_set.add)(name)

    def add_module(self, name, module):
        if module is not None and not isinstance(module, Module):
            raise TypeError(f"{type(module).__name__} is not a Module subclass")
        self._check_name(name, "module")
        self._modules[name] = module

    register_module = add_module

    def _check_name(self, name, what):
        if "_parameters" not in self.__dict__:
            raise AttributeError(f"cannot assign {what} before Module.__init__() call")
        if not isinstance(name, str):
            raise TypeError(f"{what} name should be a string. Got {type(name).__name__}")
        if "." in name:
            raise KeyError(f'{what} name can\'t contain "."')
        if name == "":
            raise KeyError(f'{what} name can\'t be empty string ""')
        if hasattr(self, name) and not any(name in self.__dict__[kind] for kind in _STORES):
            raise KeyError(f"attribute '{name}' already exists")

    def register_forward_hook(self, hook, *, prepend=False, with_kwargs=False, always_call=False):
        return self._hook(self._forward_hooks, hook, prepend, with_kwargs)

    def register_forward_pre_hook(self, hook, *, prepend=False, with_kwargs=False):
        return self._hook(self._forward_pre_hooks, hook, prepend, with_kwargs)

    def _hook(self, hooks, hook, prepend, with_kwargs):
        key = object()
        hooks[key] = hook
        self._hook_forms[key] = with_kwargs
        if prepend:
            hooks.move_to_end(key, last=False)
        return RemovableHandle(hooks, key)

    def _ignored_hook(self, *_, **__):
        return RemovableHandle({}, None)

    # Nothing is differentiated and nothing loaded, so these hooks have nothing to wait for.
    register_backward_hook = register_full_backward_hook = register_full_backward_pre_hook = _ignored_hook
    register_state_dict_pre_hook = register_load_state_dict_post_hook = _register_state_dict_hook = _ignored_hook
    _register_load_state_dict_pre_hook = register_load_state_dict_pre_hook = _ignored_hook

    def state_dict(self, *args, destination=None, prefix="", keep_vars=False):
        found = OrderedDict() if destination is None else destination
        prefix = args[1] if len(args) > 1 else prefix
        for name, tensor in self.named_parameters(prefix[:-1], remove_duplicate=False):
            found[name] = tensor
        for path, module in self.named_modules(prefix=prefix[:-1], remove_duplicate=False):
            for name, buffer in module._buffers.items():
                if buffer is not None and name not in module._non_persistent_buffers_set:
                    found[f"{path}.{name}" if path else name] = buffer
        return found

    def load_state_dict(self, state_dict, strict=True, assign=False):
        """Weights have no values here: whatever is loaded fits."""
        return _IncompatibleKeys([], [])

    def _load_from_state_dict(self, *_):
        pass

    def extra_repr(self):
        return ""

    def _get_name(self):
        return type(self).__name__

    def __repr__(self):
        extra = self.extra_repr()
        lines = extra.split("\n") if extra else []
        children = [
            f"({name}): " + repr(module).replace("\n", "\n  ") for name, module in self._modules.items()
        ]
        if not children and len(lines) <= 1:
            return f"{self._get_name()}({extra})"
        return f"{self._get_name()}(\n  " + "\n  ".join(lines + children) + "\n)"

    def __setstate__(self, state):
        self.__dict__.update(state)


_PLAIN = frozenset((int, float, bool, str, tuple, list, dict, type(None)))


def _kind_of(value):
    if type(value) in _PLAIN:
        return None
    if isinstance(value, Parameter):
        return "_parameters"
    if isinstance(value, Module):
        return "_modules"
    return "_buffers" if isinstance(value, Buffer) or getattr(value, "_is_buffer", False) is True else None


def _mark(error, path):
    try:
        error._layercost_module_path = path
    except AttributeError:
        pass
