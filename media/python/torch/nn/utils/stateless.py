"""Calling a module with other parameters of the same shapes."""


def functional_call(module, parameters_and_buffers, args=None, kwargs=None, **_):
    args = () if args is None else args if isinstance(args, tuple) else (args,)
    return module(*args, **(kwargs or {}))
