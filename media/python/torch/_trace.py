"""The tape: every operation of one forward pass, with the modules, parameters and source lines behind it.

Nothing is recorded while no tape runs, so that building a model costs nothing but its modules.
"""

import functools
import sys

# Frames of the stand-ins and of Python's own library say nothing to a user.
_OWN = sys._getframe().f_code.co_filename[: -len("torch/_trace.py")]
_STDLIB = functools.partial.__module__ and functools.wraps.__code__.co_filename[: -len("functools.py")]
_MAX_DEPTH = 64
_MAX_NESTING = 8

_tape = None


def is_recording():
    """Whether a forward pass is being recorded."""
    return _tape is not None


def record(op, inputs, outputs, attributes=None, domain=""):
    """Notes one operation and returns `outputs` (a tensor, or a tuple or list of tensors).

    `op` is an ONNX operator (domain "") where one says exactly this, else one of the domain "torch".
    `inputs` are tensors or Python numbers in the operator's order; None is an omitted one. `attributes` map
    names to ints, floats, strings or flat lists of these, as ONNX defines them.
    """
    if _tape is not None:
        _tape.add(op, inputs, outputs, attributes, domain)
    return outputs


def rebind(tensor, result):
    """After an in-place operation: from here on `tensor` names what `result` was recorded as."""
    tensor._ref = result._ref


def site():
    """(file, line) of the innermost frame of the user's or a package's code; None where there is none."""
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if not _is_inner(name):
            return (name, frame.f_lineno)
        frame = frame.f_back
    return None


def stack():
    """Like `site`, for all frames, innermost first."""
    found = []
    frame = sys._getframe(1)
    while frame is not None and len(found) < _MAX_DEPTH:
        name = frame.f_code.co_filename
        if not _is_inner(name):
            found.append((name, frame.f_lineno))
        frame = frame.f_back
    return tuple(found)


def stack_of_call():
    """Like `stack` for what the user's or a package's code makes itself; empty for what a layer of ours makes."""
    return () if _is_inner(sys._getframe(2).f_code.co_filename) else stack()


@functools.lru_cache(maxsize=None)
def _is_inner(filename):
    if filename.startswith((_OWN, "<")):
        return True
    # Installed packages may live in a folder below the library's.
    return filename.startswith(_STDLIB) and "-packages" not in filename


class Tape:
    """Records what runs between `start` and `stop`; `root` is the module that gives paths and parameters."""

    def __init__(self, root):
        self.nodes = []
        self.calls = []
        self.modules = []
        self.tensors = {}
        self.constants = {}
        self.parameters = []
        self.inputs = []
        self.outputs = []
        self._module_index = {}
        self._module_stack = []
        self._sites = {}
        self._stacks = {}
        self._stored = {}
        self._count = 0
        self._root = root
        owners = list(root.named_modules())
        for path, module in owners:
            self._module(module, path)
        for kind, store in (("parameter", "_parameters"), ("buffer", "_buffers")):
            for path, module in owners:
                for name, tensor in getattr(module, store).items():
                    if tensor is not None:
                        self._store(tensor, f"{path}.{name}" if path else name, kind)

    def start(self):
        global _tape
        _tape = self

    def stop(self):
        global _tape
        _tape = None

    def enter(self, module):
        """A module's forward begins; the innermost one owns what is recorded."""
        self._module_stack.append(self._module(module, None))

    def leave(self, outputs):
        """Its forward has returned `outputs`, None where it failed."""
        module = self._module_stack.pop()
        shapes = [list(tensor.shape) for tensor in _tensors_in(outputs)]
        if shapes:
            self.calls.append([module, self._site(site()), shapes])

    def path(self):
        """Path of the module that runs, "" for the root."""
        return self.modules[self._module_stack[-1]]["path"] if self._module_stack else ""

    def declare_input(self, tensor, name, assumed):
        """Names a graph input."""
        tensor._ref = (self, name)
        self.tensors[name] = [tensor.dtype.name, list(tensor.shape)]
        self.inputs.append({"name": name, "assumed": assumed})

    def declare_outputs(self, result):
        """Names the graph's outputs: all tensors in what forward returned."""
        self.outputs = [self._name(tensor) for tensor in _tensors_in(result)]

    def add(self, op, inputs, outputs, attributes, domain):
        names = self._input_names(inputs)
        made = outputs if isinstance(outputs, (tuple, list)) else (outputs,)
        module = self._module_stack[-1] if self._module_stack else 0
        node = {
            "op": op,
            "inputs": names,
            "outputs": [self._new(tensor) for tensor in made],
            "module": module,
            "site": self._site(site()),
        }
        if domain:
            node["domain"] = domain
        if attributes:
            node["attributes"] = attributes
        self.nodes.append(node)

    def _input_names(self, inputs):
        dtype = next((each.dtype.name for each in inputs if hasattr(each, "_ref")), None)
        return [
            "" if each is None else self._name(each) if hasattr(each, "_ref") else self._scalar(each, dtype)
            for each in inputs
        ]

    def _scalar(self, value, dtype):
        """A Python number as an operand: a constant of the tensor operand's type."""
        name = f"scalar {value} {dtype}"
        if name not in self.constants:
            self.constants[name] = value
            self.tensors[name] = [dtype, []]
        return name

    def payload(self):
        """What was recorded, as plain data (the types are in extension/engine/formats/pytorch/payload.ts)."""
        return {
            "root": type(self._root).__name__,
            "sites": [[name, line] for name, line in self._sites],
            "stacks": [list(sites) for sites in self._stacks],
            "modules": self.modules,
            "parameters": self.parameters,
            "constants": list(self.constants),
            "tensors": self.tensors,
            "inputs": self.inputs,
            "outputs": self.outputs,
            "nodes": self.nodes,
            "calls": self.calls,
        }

    def _module(self, module, path):
        known = self._module_index.get(id(module))
        if known is not None:
            return known
        index = len(self.modules)
        # The module is kept, so that its id stays its own.
        self._module_index[id(module)] = index
        self._stored[("module", index)] = module
        kind = type(module)
        if path is None:  # built inside forward, and in no module's tree
            path = ".".join(part for part in (self.path(), f"({kind.__name__})") if part)
        self.modules.append(
            {
                "path": path,
                "class": kind.__name__,
                "builtin": _is_inner(_file_of(kind)),
                "built": self._stack(getattr(module, "_built", ())),
                "defined": self._site(_definition(kind)),
            }
        )
        return index

    def _store(self, tensor, name, kind):
        """A parameter or buffer: named by its first path, listed whether or not it is read."""
        if getattr(tensor, "_ref", None) is not None and tensor._ref[0] is self:
            return
        tensor._ref = (self, name)
        self.tensors[name] = [tensor.dtype.name, list(tensor.shape)]
        self.parameters.append(
            {"name": name, "kind": kind, "built": self._stack(getattr(tensor, "_built", ()))}
        )

    def _name(self, tensor):
        ref = tensor._ref
        if ref is not None and ref[0] is self:
            return ref[1]
        name = f"constant_{len(self.constants)}"
        self.constants[name] = tensor
        tensor._ref = (self, name)
        self.tensors[name] = [tensor.dtype.name, list(tensor.shape)]
        return name

    def _new(self, tensor):
        name = f"t{self._count}"
        self._count += 1
        tensor._ref = (self, name)
        self.tensors[name] = [tensor.dtype.name, list(tensor.shape)]
        return name

    def _site(self, where):
        if where is None:
            return -1
        return self._sites.setdefault(where, len(self._sites))

    def _stack(self, frames):
        return self._stacks.setdefault(tuple(self._site(frame) for frame in frames), len(self._stacks))


def enter(module):
    """Called by Module.__call__ around forward."""
    if _tape is not None:
        _tape.enter(module)


def leave(outputs):
    if _tape is not None:
        _tape.leave(outputs)


def current_path():
    """Path of the module whose forward runs, for messages; "" outside one."""
    return _tape.path() if _tape is not None else ""


def _file_of(kind):
    """Where a module class's forward is written; the stand-in itself where that is not Python code."""
    code = getattr(getattr(kind, "forward", None), "__code__", None)
    return _OWN if code is None else code.co_filename


def _tensors_in(value, depth=0):
    """Tensors in a result, however it is wrapped, in order."""
    if hasattr(value, "_ref"):
        return [value]
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, (tuple, list)):
        value = _fields(value)
    if depth > _MAX_NESTING:
        return []
    return [tensor for item in value for tensor in _tensors_in(item, depth + 1)]


def _fields(value):
    """What a result object holds: data, not classes, functions or modules with a life of their own."""
    if isinstance(value, type) or callable(value):
        return ()
    return list(getattr(value, "__dict__", {}).values())


def _definition(kind):
    """(file, line) of a class of the user's or a package's; None for ours."""
    line = getattr(kind, "__firstlineno__", None)
    file = getattr(sys.modules.get(kind.__module__), "__file__", None)
    return None if line is None or file is None or _is_inner(file) else (file, line)
