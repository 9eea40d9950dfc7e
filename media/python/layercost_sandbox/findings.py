"""Exceptions of the user's code as findings with a place."""

import traceback

from torch import _trace
from torch._errors import DependsOnData, Unsupported

_STAND_IN = "LayerCost's stand-in knows"
_SHAPES = (RuntimeError, ValueError, IndexError, TypeError, AssertionError, NotImplementedError)
_LONGEST = 600


def finding(code, message, file, line, column=None, end_column=None, module=""):
    made = {"code": code, "message": message[:_LONGEST], "file": file, "line": max(1, line or 1), "module": module}
    if column is not None and end_column is not None and end_column > column >= 0:
        made.update(column=column, endColumn=end_column)
    return made


def of_exception(error, opened, is_project, sources):
    """A finding at the innermost line of the opened file, else of the project, else of any user code."""
    if isinstance(error, SyntaxError):
        return _of_syntax_error(error, opened)
    frames = [frame for frame in _frames(error) if not _trace._is_inner(frame[0])]
    chosen = (
        _last(frames, lambda file: file == opened)
        or _last(frames, is_project)
        or _last(frames, lambda file: True)
        or (opened, 1, None, None)
    )
    file, line, start, end = chosen
    message = _message(error)
    if frames and frames[-1][:2] != (file, line):
        message += f" (raised at {frames[-1][0]}:{frames[-1][1]})"
    text = sources.line(file, line)
    module = getattr(error, "_layercost_module_path", "")
    if module:
        message = f"{module}: {message}"
    return finding(_code(error), message, file, line, _units(text, start), _units(text, end), module)


def _code(error):
    if isinstance(error, DependsOnData):
        return "depends-on-data"
    if isinstance(error, Unsupported) or (isinstance(error, AttributeError) and _STAND_IN in str(error)):
        return "unsupported-torch"
    if isinstance(error, MemoryError):
        return "python-memory-limit"
    last = traceback.extract_tb(error.__traceback__)[-1:]
    ours = bool(last) and last[0].filename.startswith(_trace._OWN)
    return "python-shape" if ours and isinstance(error, _SHAPES) else "python-error"


def _message(error):
    words = str(error).strip()
    if isinstance(error, MemoryError):
        return "The model's code needs more memory than it is given."
    if isinstance(error, RecursionError):
        return "RecursionError: the model's code calls itself without end."
    if isinstance(error, (DependsOnData, Unsupported)) or _code(error) in ("python-shape", "unsupported-torch"):
        return words or type(error).__name__
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _frames(error):
    """(file, line, start, end) of each level, outermost first; columns in UTF-8 bytes of a one-line instruction."""
    found = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        start = end = None
        for index, (line, end_line, column, end_column) in enumerate(code.co_positions()):
            if index == trace.tb_lasti // 2:
                if line == end_line == trace.tb_lineno:
                    start, end = column, end_column
                break
        found.append((code.co_filename, trace.tb_lineno, start, end))
        trace = trace.tb_next
    return found


def _last(frames, fits):
    return next((frame for frame in reversed(frames) if fits(frame[0])), None)


def _units(text, offset):
    """A column in UTF-16 units from one in UTF-8 bytes."""
    if offset is None:
        return None
    return len(text.encode()[:offset].decode(errors="ignore").encode("utf-16-le")) // 2


def _of_syntax_error(error, opened):
    column = None if error.offset is None else error.offset - 1
    end = None if column is None else max(column + 1, (getattr(error, "end_offset", None) or 0) - 1)
    return finding("python-syntax", f"{type(error).__name__}: {error.msg}", error.filename or opened, error.lineno or 1, column, end)
