"""Element types: torch's names, sizes and promotion."""

BOOL, INT, FLOAT, COMPLEX = range(4)


class dtype:
    """One element type. `name` is the one the tape uses, `label` torch's own."""

    def __init__(self, label, category, itemsize, name=None, signed=True):
        self.label = label
        self.name = name or label
        self.category = category
        self.itemsize = itemsize
        self.is_floating_point = category == FLOAT
        self.is_complex = category == COMPLEX
        self.is_signed = signed

    def __repr__(self):
        return f"torch.{self.label}"

    def __reduce__(self):
        return (by_label, (self.label,))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def to_real(self):
        return {"complex32": float16, "complex64": float32, "complex128": float64}.get(self.label, self)

    def to_complex(self):
        return {"float16": complex32, "float64": complex128}.get(
            self.label, self if self.is_complex else complex64
        )


float32 = dtype("float32", FLOAT, 4)
float64 = dtype("float64", FLOAT, 8)
float16 = dtype("float16", FLOAT, 2)
bfloat16 = dtype("bfloat16", FLOAT, 2)
float8_e4m3fn = dtype("float8_e4m3fn", FLOAT, 1, "float8e4m3fn")
float8_e4m3fnuz = dtype("float8_e4m3fnuz", FLOAT, 1, "float8e4m3fnuz")
float8_e5m2 = dtype("float8_e5m2", FLOAT, 1, "float8e5m2")
float8_e5m2fnuz = dtype("float8_e5m2fnuz", FLOAT, 1, "float8e5m2fnuz")
complex32 = dtype("complex32", COMPLEX, 4, "complex64")
complex64 = dtype("complex64", COMPLEX, 8)
complex128 = dtype("complex128", COMPLEX, 16)
uint8 = dtype("uint8", INT, 1, signed=False)
uint16 = dtype("uint16", INT, 2, signed=False)
uint32 = dtype("uint32", INT, 4, signed=False)
uint64 = dtype("uint64", INT, 8, signed=False)
int8 = dtype("int8", INT, 1)
int16 = dtype("int16", INT, 2)
int32 = dtype("int32", INT, 4)
int64 = dtype("int64", INT, 8)
bool_ = dtype("bool", BOOL, 1, signed=False)
qint8 = dtype("qint8", INT, 1, "int8")
quint8 = dtype("quint8", INT, 1, "uint8", signed=False)
qint32 = dtype("qint32", INT, 4, "int32")
quint4x2 = dtype("quint4x2", INT, 1, "uint8", signed=False)
quint2x4 = dtype("quint2x4", INT, 1, "uint8", signed=False)

ALL = tuple(each for each in list(globals().values()) if isinstance(each, dtype))
_BY_LABEL = {each.label: each for each in ALL}

# Names under which torch exports them.
EXPORTS = dict(
    _BY_LABEL,
    float=float32,
    double=float64,
    half=float16,
    chalf=complex32,
    cfloat=complex64,
    cdouble=complex128,
    short=int16,
    int=int32,
    long=int64,
)

# The names in which error messages speak of element types.
SCALAR_NAMES = {
    "float32": "Float",
    "float64": "Double",
    "float16": "Half",
    "bfloat16": "BFloat16",
    "complex32": "ComplexHalf",
    "complex64": "ComplexFloat",
    "complex128": "ComplexDouble",
    "uint8": "Byte",
    "int8": "Char",
    "int16": "Short",
    "int32": "Int",
    "int64": "Long",
    "bool": "Bool",
}

_default = [float32]


def by_label(label):
    """The dtype of that name ("float32", "torch.float32", "long"); TypeError for an unknown one."""
    label = str(label).removeprefix("torch.")
    found = _BY_LABEL.get(label) or EXPORTS.get(label)
    if found is None:
        raise TypeError(f"{label} is not an element type that torch has")
    return found


def scalar_name(kind):
    return SCALAR_NAMES.get(kind.label, kind.label)


def get_default_dtype():
    return _default[0]


def set_default_dtype(kind):
    if not getattr(kind, "is_floating_point", False):
        raise TypeError("only floating-point types are supported as the default type")
    _default[0] = kind


def of_number(value):
    """The type of a Python number by itself."""
    if isinstance(value, bool):
        return bool_
    if isinstance(value, int):
        return int64
    if isinstance(value, complex):
        return _default[0].to_complex()
    return _default[0]


def promote_types(first, second):
    """torch's lattice: the wider category, and within it the wider type."""
    if first is second:
        return first
    if first.category != second.category:
        low, high = sorted((first, second), key=lambda each: each.category)
        if high.is_complex and low.is_floating_point:
            return promote_types(low.to_complex(), high)
        return high
    if first.category == INT and first.is_signed != second.is_signed:
        unsigned, signed = (first, second) if second.is_signed else (second, first)
        if unsigned.itemsize < signed.itemsize:
            return signed
        return {1: int16, 2: int32}.get(unsigned.itemsize, int64)
    if first.itemsize == second.itemsize:
        return float32 if first.category == FLOAT else first
    return first if first.itemsize > second.itemsize else second


def can_cast(source, target):
    """Whether an in-place result of `source` may be written to `target`."""
    return source.category <= target.category


class finfo:
    """Limits of a floating point type."""

    _LIMITS = {  # eps, largest, smallest normal
        "float64": (2.0**-52, (2 - 2.0**-52) * 2.0**1023, 2.0**-1022),
        "float32": (2.0**-23, (2 - 2.0**-23) * 2.0**127, 2.0**-126),
        "float16": (2.0**-10, 65504.0, 2.0**-14),
        "bfloat16": (2.0**-7, (2 - 2.0**-7) * 2.0**127, 2.0**-126),
        "float8_e4m3fn": (2.0**-3, 448.0, 2.0**-6),
        "float8_e5m2": (2.0**-2, 57344.0, 2.0**-14),
    }

    def __init__(self, kind=None):
        kind = (kind or _default[0]).to_real()
        if kind.label not in self._LIMITS:
            raise TypeError(f"torch.finfo() requires a floating point input type. {kind} is not one")
        self.eps, self.max, self.tiny = self._LIMITS[kind.label]
        self.min = -self.max
        self.smallest_normal = self.tiny
        self.bits = kind.itemsize * 8
        self.dtype = kind.label
        self.resolution = {8: 1e-15, 4: 1e-06, 2: 0.001 if kind is float16 else 0.01, 1: 1.0}[kind.itemsize]

    def __repr__(self):
        return f"finfo(resolution={self.resolution}, min={self.min}, max={self.max}, eps={self.eps}, dtype={self.dtype})"


class iinfo:
    """Limits of an integer type."""

    def __init__(self, kind):
        if kind.category != INT:
            raise TypeError(
                "torch.iinfo() requires an integer input type. Use torch.finfo to handle 'torch.finfo'"
            )
        self.bits = kind.itemsize * 8
        self.max = 2 ** (self.bits - kind.is_signed) - 1
        self.min = -self.max - 1 if kind.is_signed else 0
        self.dtype = kind.label

    def __repr__(self):
        return f"iinfo(min={self.min}, max={self.max}, dtype={self.dtype})"


_ONNX_CODES = {
    "float32": 1,
    "uint8": 2,
    "int8": 3,
    "uint16": 4,
    "int16": 5,
    "int32": 6,
    "int64": 7,
    "bool": 9,
    "float16": 10,
    "float64": 11,
    "uint32": 12,
    "uint64": 13,
    "complex64": 14,
    "complex128": 15,
    "bfloat16": 16,
    "float8e4m3fn": 17,
    "float8e4m3fnuz": 18,
    "float8e5m2": 19,
    "float8e5m2fnuz": 20,
}


def onnx_code(kind):
    """The number by which ONNX's Cast names the type."""
    return _ONNX_CODES[kind.name]
