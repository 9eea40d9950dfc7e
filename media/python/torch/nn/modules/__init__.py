"""The layers, by the files in which torch keeps them."""

import importlib

_FILES = (
    "module container linear conv batchnorm instancenorm normalization pooling activation padding upsampling"
    " pixelshuffle sparse dropout fold flatten distance loss rnn transformer lazy channelshuffle adaptive utils"
).split()

for _file in _FILES:
    _module = importlib.import_module(f"{__name__}.{_file}")
    for _name in getattr(_module, "__all__", ()):
        globals()[_name] = getattr(_module, _name)
