"""numpy.typing: names for annotations."""

import typing

ArrayLike = DTypeLike = typing.Any


class NDArray:
    """`NDArray[...]` in annotations."""

    def __class_getitem__(cls, item):
        return typing.Any
