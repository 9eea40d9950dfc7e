"""Recurrent layers and cells."""

from .._creation import empty
from ..._tensor import mark_derived, new_tensor
from ... import _trace
from ..parameter import Parameter
from .module import Module

__all__ = ["RNNBase", "RNN", "LSTM", "GRU", "RNNCellBase", "RNNCell", "LSTMCell", "GRUCell"]

_GATES = {"RNN": 1, "RNN_TANH": 1, "RNN_RELU": 1, "LSTM": 4, "GRU": 3}


class RNNBase(Module):
    """Weights as torch names them: weight_ih_l0, weight_hh_l0, bias_ih_l0, ..., with `_reverse` for the way back."""

    def __init__(
        self, mode, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0,
        bidirectional=False, proj_size=0, device=None, dtype=None,
    ):
        super().__init__()
        if hidden_size <= 0:
            raise ValueError("hidden_size must be greater than zero")
        if proj_size < 0 or proj_size >= hidden_size:
            raise ValueError("proj_size has to be smaller than hidden_size")
        if proj_size and mode != "LSTM":
            raise ValueError("proj_size argument is only supported for LSTM, not RNN or GRU")
        self.mode, self.input_size, self.hidden_size = mode, input_size, hidden_size
        self.num_layers, self.bias, self.batch_first, self.dropout = num_layers, bias, batch_first, float(dropout)
        self.bidirectional, self.proj_size = bidirectional, proj_size
        self._directions = 2 if bidirectional else 1
        self._flat_weights_names = []
        for layer in range(num_layers):
            for direction in range(self._directions):
                self._add_weights(layer, "_reverse" if direction else "", device, dtype)

    def _add_weights(self, layer, suffix, device, dtype):
        state = self.proj_size or self.hidden_size
        rows = _GATES[self.mode] * self.hidden_size
        width = self.input_size if layer == 0 else state * self._directions
        shapes = {"weight_ih": (rows, width), "weight_hh": (rows, state)}
        if self.bias:
            shapes.update(bias_ih=(rows,), bias_hh=(rows,))
        if self.proj_size:
            shapes["weight_hr"] = (self.proj_size, self.hidden_size)
        for name, shape in shapes.items():
            full = f"{name}_l{layer}{suffix}"
            self._flat_weights_names.append(full)
            self.register_parameter(full, Parameter(empty(*shape, device=device, dtype=dtype)))

    @property
    def _flat_weights(self):
        return [getattr(self, name) for name in self._flat_weights_names]

    @property
    def all_weights(self):
        step = len(self._flat_weights_names) // (self.num_layers * self._directions)
        flat = self._flat_weights
        return [flat[at : at + step] for at in range(0, len(flat), step)]

    def flatten_parameters(self):
        pass

    def reset_parameters(self):
        pass

    def forward(self, input, hx=None):
        from ..utils.rnn import PackedSequence

        packed = isinstance(input, PackedSequence)
        source = input.padded if packed else input
        batch_first = input.batch_first if packed else self.batch_first
        output, state = self._unroll(source, hx, batch_first)
        if packed:
            output = PackedSequence.of(output, input.lengths, batch_first)
        return output, state

    def _unroll(self, source, hx, batch_first):
        if source.dim() not in (2, 3):
            raise ValueError(f"{self.mode}: Expected input to be 2D or 3D, got {source.dim()}D instead")
        if source.shape[-1] != self.input_size:
            raise RuntimeError(
                f"input.size(-1) must be equal to input_size. Expected {self.input_size}, got {source.shape[-1]}"
            )
        batch = () if source.dim() == 2 else (source.shape[0 if batch_first else 1],)
        given = () if hx is None else hx if isinstance(hx, (tuple, list)) else (hx,)
        state = self.proj_size or self.hidden_size
        layers = self.num_layers * self._directions
        sizes = [(layers, *batch, state), (layers, *batch, self.hidden_size)]
        for each, wanted in zip(given, sizes):
            if tuple(each.shape) != wanted:
                raise RuntimeError(f"Expected hidden size {wanted}, got {list(each.shape)}")
        shapes = [(*source.shape[:-1], state * self._directions), *sizes[: 2 if self.mode == "LSTM" else 1]]
        made = [new_tensor(shape, source.dtype, source.device) for shape in shapes]
        for each in made:
            mark_derived(each)
        first, second = (*given, None, None)[:2]
        inputs = (source, first, second, *self._flat_weights)
        _trace.record(self.mode.partition("_")[0], inputs, made, self._attributes(batch_first), "torch")
        return made[0], tuple(made[1:]) if self.mode == "LSTM" else made[1]

    def _attributes(self, batch_first):
        return {
            "hidden_size": self.hidden_size,
            "num_layers": self.num_layers,
            "bidirectional": int(self.bidirectional),
            "proj_size": self.proj_size,
            "batch_first": int(batch_first),
        }

    def extra_repr(self):
        text = f"{self.input_size}, {self.hidden_size}"
        for name, default in (("proj_size", 0), ("num_layers", 1), ("bias", True), ("batch_first", False),
                              ("dropout", 0.0), ("bidirectional", False)):
            if getattr(self, name) != default:
                text += f", {name}={getattr(self, name)}"
        return text


class RNN(RNNBase):
    def __init__(self, input_size, hidden_size, num_layers=1, nonlinearity="tanh", *args, **kwargs):
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(f"Unknown nonlinearity '{nonlinearity}'. Select from 'tanh' or 'relu'.")
        self.nonlinearity = nonlinearity
        super().__init__(f"RNN_{nonlinearity.upper()}", input_size, hidden_size, num_layers, *args, **kwargs)


class LSTM(RNNBase):
    def __init__(self, *args, **kwargs):
        super().__init__("LSTM", *args, **kwargs)


class GRU(RNNBase):
    def __init__(self, *args, **kwargs):
        super().__init__("GRU", *args, **kwargs)


class RNNCellBase(Module):
    def __init__(self, input_size, hidden_size, bias, num_chunks, device=None, dtype=None):
        super().__init__()
        self.input_size, self.hidden_size, self.bias = input_size, hidden_size, bias
        rows = num_chunks * hidden_size
        shapes = {"weight_ih": (rows, input_size), "weight_hh": (rows, hidden_size), "bias_ih": (rows,), "bias_hh": (rows,)}
        for name, shape in shapes.items():
            given = bias or name.startswith("weight")
            self.register_parameter(name, Parameter(empty(*shape, device=device, dtype=dtype)) if given else None)

    def reset_parameters(self):
        pass

    def _step(self, op, input, states, made=1):
        """New states of one step: `made` of them, all of the hidden size."""
        if input.dim() not in (1, 2):
            raise ValueError(f"{op}: Expected input to be 1D or 2D, got {input.dim()}D instead")
        if input.shape[-1] != self.input_size:
            raise RuntimeError(f"input has inconsistent input_size: got {input.shape[-1]}, expected {self.input_size}")
        for state in states:
            if state is not None and state.shape[-1] != self.hidden_size:
                raise RuntimeError(
                    f"hidden0 has inconsistent hidden_size: got {state.shape[-1]}, expected {self.hidden_size}"
                )
        shape = (*input.shape[:-1], self.hidden_size)
        outputs = [new_tensor(shape, input.dtype, input.device) for _ in range(made)]
        for each in outputs:
            mark_derived(each)
        inputs = (input, *states, self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)
        _trace.record(op, inputs, outputs, {"hidden_size": self.hidden_size}, "torch")
        return outputs

    def extra_repr(self):
        return f"{self.input_size}, {self.hidden_size}" + ("" if self.bias else ", bias=False")


class RNNCell(RNNCellBase):
    def __init__(self, input_size, hidden_size, bias=True, nonlinearity="tanh", device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, 1, device, dtype)
        self.nonlinearity = nonlinearity

    def forward(self, input, hx=None):
        return self._step("RNNCell", input, (hx,))[0]


class GRUCell(RNNCellBase):
    def __init__(self, input_size, hidden_size, bias=True, device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, 3, device, dtype)

    def forward(self, input, hx=None):
        return self._step("GRUCell", input, (hx,))[0]


class LSTMCell(RNNCellBase):
    def __init__(self, input_size, hidden_size, bias=True, device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, 4, device, dtype)

    def forward(self, input, hx=None):
        return tuple(self._step("LSTMCell", input, hx if hx is not None else (None, None), 2))
