"""torch.autograd.Function: `apply` runs forward with a context that remembers what it is given."""

from torch._absent import absent_attributes
from torch._inert import nothing, passes_through

once_differentiable = passes_through


class FunctionCtx:
    """The `ctx` of a custom function."""

    saved_tensors = saved_variables = ()
    needs_input_grad = ()
    mark_dirty = mark_non_differentiable = mark_shared_storage = set_materialize_grads = nothing

    def save_for_backward(self, *tensors):
        self.saved_tensors = tensors

    save_for_forward = save_for_backward


BackwardCFunction = FunctionCtx


class Function(FunctionCtx):
    """Base class of custom functions."""

    @staticmethod
    def forward(*args, **kwargs):
        raise NotImplementedError("You must implement the forward function for custom autograd.Function.")

    @staticmethod
    def backward(ctx, *grad_outputs):
        raise NotImplementedError(
            "You must implement either the backward or vjp method for your custom function."
        )

    vjp = jvp = backward

    @classmethod
    def apply(cls, *args, **kwargs):
        """What `forward` returns."""
        ctx = FunctionCtx()
        ctx.needs_input_grad = tuple(getattr(each, "requires_grad", False) for each in args)
        if "setup_context" not in vars(cls):
            return cls.forward(ctx, *args, **kwargs)
        output = cls.forward(*args, **kwargs)
        cls.setup_context(ctx, args, output)
        return output


InplaceFunction = NestedIOFunction = Function
__getattr__ = absent_attributes(__name__)
