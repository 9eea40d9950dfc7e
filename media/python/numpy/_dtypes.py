"""Element types and scalars: subclasses of Python's own numbers, so that code may branch on them."""


class _Kinded(type):
    """Scalar types print as in numpy and serve as dtypes."""

    def __repr__(cls):
        return f"<class 'numpy.{cls.__name__}'>"


class generic:
    """Base class of all scalars."""

    shape = ()
    ndim = 0
    size = 1

    @property
    def dtype(self):
        return dtype(type(self))

    def item(self):
        return self._plain(self)

    tolist = item

    def astype(self, kind, copy=True):
        return dtype(kind).type(self)

    def round(self, decimals=0):
        return type(self)(round(self._plain(self), decimals))

    def __hash__(self):
        return hash(self._plain(self))


class number(generic):
    """Base class of numbers."""


class integer(number):
    """Base class of integers."""

    _plain = int


class signedinteger(integer):
    """Base class of signed integers."""


class unsignedinteger(integer):
    """Base class of unsigned integers."""


class inexact(number):
    """Base class of floating-point and complex numbers."""


class floating(inexact):
    """Base class of floating-point numbers."""

    _plain = float


class complexfloating(inexact):
    """Base class of complex numbers."""

    _plain = complex


def _scalar(name, base, plain, bits):
    return _Kinded(
        name, (base, plain), {"__module__": "numpy", "_bytes": bits // 8, "__hash__": generic.__hash__}
    )


int8, int16, int32, int64 = (_scalar(f"int{bits}", signedinteger, int, bits) for bits in (8, 16, 32, 64))
uint8, uint16, uint32, uint64 = (
    _scalar(f"uint{bits}", unsignedinteger, int, bits) for bits in (8, 16, 32, 64)
)
float16, float32, float64 = (_scalar(f"float{bits}", floating, float, bits) for bits in (16, 32, 64))
complex64, complex128 = (_scalar(f"complex{bits}", complexfloating, complex, bits) for bits in (64, 128))


class bool_(generic):
    """A boolean: making one gives Python's own."""

    _plain = bool
    _bytes = 1

    def __new__(cls, value=False):
        return bool(value)


SCALARS = (
    *(int8, int16, int32, int64, uint8, uint16, uint32, uint64),
    *(float16, float32, float64, complex64, complex128),
)
_RANKS = ("b", "u", "i", "f", "c")


class dtype:
    """An element type."""

    def __init__(self, kind=float64, *args, **kwargs):
        self.type = _scalar_type(kind)
        self.name = "bool" if self.type is bool_ else self.type.__name__
        self.itemsize = self.type._bytes
        self.kind = "u" if self.name.startswith("u") else self.name[0]

    def __eq__(self, other):
        try:
            return self.name == _named(other)
        except TypeError:
            return False

    def __hash__(self):
        return hash(self.name)

    def __repr__(self):
        return f"dtype('{self.name}')"

    def __str__(self):
        return self.name


_ALIASES = {
    "bool": bool_,
    "int": int64,
    "long": int64,
    "float": float64,
    "double": float64,
    "single": float32,
    "half": float16,
    "complex": complex128,
    "f2": float16,
    "f4": float32,
    "f8": float64,
    "i4": int32,
    "i8": int64,
    "u1": uint8,
    **{kind.__name__: kind for kind in SCALARS},
}
_PYTHON = {float: float64, int: int64, bool: bool_, complex: complex128, None: float64}


def _scalar_type(kind):
    if isinstance(kind, dtype):
        return kind.type
    if kind in _PYTHON:
        return _PYTHON[kind]
    if isinstance(kind, type) and issubclass(kind, generic) and hasattr(kind, "_bytes"):
        return kind
    found = _ALIASES.get(kind.lstrip("<>=|")) if isinstance(kind, str) else None
    if found is None:
        raise TypeError(f"data type {kind!r} is not one that LayerCost's small numpy knows")
    return found


def _named(kind):
    return dtype(kind).name


def promote(first, second):
    """The common type of two arrays' elements."""
    if first == second:
        return first
    low, high = sorted((first, second), key=lambda each: (_RANKS.index(each.kind), each.itemsize))
    if low.kind in "ui" and high.kind in "ui" and low.kind != high.kind and low.itemsize >= high.itemsize:
        return dtype(f"int{min(64, 16 * low.itemsize)}")
    if low.kind in "ui" and high.kind == "f" and low.itemsize >= high.itemsize:
        return dtype(f"float{min(64, 16 * low.itemsize)}")
    return high
