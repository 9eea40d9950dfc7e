"""One forward pass on tape."""

import torch
from torch import _trace

from . import inputs as model_inputs


class Outcome:
    """A tape and the exception that ended it, None for none."""

    def __init__(self, tape, error):
        self.tape, self.error = tape, error


def record(model, args, kwargs, names, assumed):
    """Runs `model` in evaluation mode. `names` are those of the positional arguments."""
    tape = _trace.Tape(model)
    for name, value in [*zip(names, args), *kwargs.items()]:
        _declare(tape, name, value, name in assumed)
    tape.start()
    try:
        with torch.no_grad():
            result = model(*args, **kwargs)
        tape.declare_outputs(result)
        return Outcome(tape, None)
    except (Exception, SystemExit, KeyboardInterrupt) as error:
        return Outcome(tape, error)
    finally:
        tape.stop()


def _declare(tape, name, value, assumed):
    if isinstance(value, torch.Tensor):
        tape.declare_input(value, name, assumed)
    elif isinstance(value, (tuple, list)):
        for index, each in enumerate(value):
            _declare(tape, f"{name}.{index}", each, assumed)


def first_that_runs(model, given):
    """Tries inputs until the model runs; else the try that came furthest."""
    best = None
    for guess in model_inputs.guesses(model, given):
        outcome = record(model, tuple(guess.values.values()), {}, list(guess.values), guess.assumed)
        if outcome.error is None or not _may_be_size(outcome.error):
            return outcome
        if best is None or len(outcome.tape.nodes) > len(best.tape.nodes):
            best = outcome
    return best


def _may_be_size(error):
    """Whether another input might help: shapes and sizes do, what depends on data or is unknown does not."""
    from torch._errors import DependsOnData, Unsupported

    if isinstance(error, (DependsOnData, Unsupported, MemoryError, RecursionError, SystemExit)):
        return False
    return isinstance(error, (RuntimeError, ValueError, IndexError, AssertionError, TypeError, NotImplementedError))
