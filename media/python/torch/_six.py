"""torch._six: leftovers of Python 2 that older model code imports."""

import collections.abc as container_abcs  # noqa: F401
import math

inf, nan = math.inf, math.nan
string_classes = (str, bytes)
int_classes = int
FileNotFoundError = FileNotFoundError
PY37 = PY3 = True
