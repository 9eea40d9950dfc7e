"""torch.optim.optimizer: parameter groups without an update."""

from torch._absent import absent_attributes


class _Required:
    def __repr__(self):
        return "<required parameter>"


required = _Required()


class Optimizer:
    """Keeps its parameter groups, as schedulers and model code read them."""

    def __init__(self, params, defaults=None, **options):
        self.defaults = (
            dict(defaults) if isinstance(defaults, dict) else {"lr": defaults or options.get("lr", 1e-3)}
        )
        self.defaults.update(options)
        self.state = {}
        self.param_groups = []
        groups = list(params)
        for group in groups if groups and isinstance(groups[0], dict) else [{"params": groups}]:
            self.add_param_group(group)

    def add_param_group(self, param_group):
        params = param_group["params"]
        params = list(params) if hasattr(params, "__iter__") and not hasattr(params, "shape") else [params]
        self.param_groups.append({**self.defaults, **param_group, "params": params})

    def zero_grad(self, set_to_none=True):
        """There are no gradients."""

    def step(self, closure=None):
        """Parameters stay as they are."""

    def state_dict(self):
        return {"state": {}, "param_groups": []}

    def load_state_dict(self, state_dict):
        """No state is kept."""


__getattr__ = absent_attributes(__name__)
