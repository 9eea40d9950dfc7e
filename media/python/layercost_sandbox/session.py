"""Jobs of the sandbox: a long-lived session that keeps what has not changed."""

import ast
import functools
import gc
import importlib
import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout

import numpy  # noqa: F401 (loaded once, for all jobs)
import torch.nn  # noqa: F401
from torch import _trace

from . import entries, findings, run
from .guard import Guard, Interpreter
from .imports import LONELY, Finder
from .inert import Inert
from .policy import STAND_INS, is_own
from .sources import Sources

VERSION = 1


class OpenFile:
    """The user's file, run."""

    def __init__(self, path, text, code, module):
        self.path, self.text, self.code = path, text, code
        self.module, self.namespace = module, module.__dict__

    @functools.cached_property
    def lines(self):
        return self.text.splitlines()

    @functools.cached_property
    def tree(self):
        """Parsed only when something has to be looked for."""
        return ast.parse(self.text, self.path)

    def running_line(self):
        return next((line for path, line in _trace.stack() if path == self.path), 1)


class Session:
    """Jobs over one interpreter. `read(path)` gives a file's text or None, `kind(path)` "file", "folder" or None."""

    def __init__(self, read, kind):
        self._sources = Sources(read, kind)
        self._finder = Finder(self._sources)
        sys.meta_path.insert(0, self._finder)
        self._guard = Guard(STAND_INS)
        self._interpreter = Interpreter()
        self._key, self._file = None, None

    def seal(self):
        """The interpreter as it is now is what every job starts from."""
        self._interpreter = Interpreter()

    def run(self, job_json):
        """Answers a job (PythonJob with "roots") with the JSON of EntriesPayload or TracePayload."""
        job = json.loads(job_json)
        out = _Bounded()
        Inert.touched.clear()
        # A job makes few cycles and is short: looking for them takes longer than it gives.
        gc.disable()
        try:
            with redirect_stdout(out), redirect_stderr(out):
                answer = self._answer(job)
        finally:
            self._interpreter.restore()
            self._guard.restore()
            gc.enable()
        return json.dumps({"version": VERSION, **answer}, separators=(",", ":"))

    def _answer(self, job):
        empty = {"entries": []} if job["task"] == "entries" else {"entry": None, "trace": None}
        try:
            self._open(job)
        except (Exception, SystemExit, KeyboardInterrupt) as error:
            self._key = None
            return {**empty, "findings": [*self._absences(job, True), self._finding(error, job)]}
        if job["task"] == "entries":
            return self._list(job)
        return self._trace(job)

    def _open(self, job):
        roots = job["roots"]
        key = (job["path"], json.dumps(roots))
        same = key == self._key
        if not same:
            self._sources.forget()
        changed = self._sources.refresh()
        if same and not changed:
            return
        self._drop_modules(changed, not same)
        self._finder.project, self._finder.packages = roots["project"], roots["packages"]
        name = self._finder.opened = self._module_name(job["path"])
        self._key = key
        text = self._sources.text(job["path"])
        if text is None:
            raise FileNotFoundError(f"{job['path']} cannot be read")
        module = importlib.import_module(name)
        self._file = OpenFile(job["path"], text, self._sources.code(job["path"]), module)

    def _drop_modules(self, changed, everything):
        installed_changed = everything or any(
            path in changed for path, installed in self._finder.loaded.values() if installed
        )
        for name, (_, installed) in list(self._finder.loaded.items()):
            if installed and not installed_changed:
                continue
            sys.modules.pop(name, None)
            del self._finder.loaded[name]
        for name, module in list(sys.modules.items()):
            if type(module).__name__ == "InertModule":
                del sys.modules[name]
        self._finder.missing.clear()

    def _module_name(self, path):
        """The dotted name of a file in its package; the roots hold the folder around the outermost package."""
        for root in [*self._finder.project, *self._finder.packages]:
            prefix = f"{root.rstrip('/')}/"
            if path.startswith(prefix):
                name = path[len(prefix) :].removesuffix(".py").removesuffix("/__init__").replace("/", ".")
                if all(part.isidentifier() for part in name.split(".")) and not is_own(name):
                    return name
        return self._lonely_name(path)

    def _lonely_name(self, path):
        """A file whose name is no module's: registered by hand."""
        self._finder.lonely = path
        return LONELY

    def _entries(self, job):
        found, problems = entries.find(self._file, job["configured"])
        return found, problems

    def _list(self, job):
        found, problems = self._entries(job)
        kept = []
        for entry in found:
            try:
                entries.model_of(entry, {})
                kept.append(entry)
            except (Exception, SystemExit, KeyboardInterrupt) as error:
                if entry.origin in ("directive", "configured"):
                    problems.append(self._finding(error, job))
        if not kept and not problems:
            problems.append(self._no_entry(job))
        return {"entries": [entry.payload() for entry in kept], "findings": problems}

    def _trace(self, job):
        try:
            found, problems = self._chosen(job)
        except (Exception, SystemExit) as error:
            return {"entry": None, "trace": None, "findings": [self._finding(error, job)]}
        failure = None
        for entry in found:
            try:
                extra = self._arguments(job)
                model = entries.model_of(entry, extra).eval()
                outcome = self._recorded(entry, model, job)
            except (Exception, SystemExit, KeyboardInterrupt) as error:
                failure = failure or (entry, self._finding(error, job))
                continue
            return self._traced(entry, outcome, problems, job)
        if failure is None:
            return {"entry": None, "trace": None, "findings": problems or [self._no_entry(job)]}
        entry, problem = failure
        return {"entry": entry.payload(), "trace": None, "findings": [*problems, *self._absences(job, True), problem]}

    def _chosen(self, job):
        """Entries to try, the first that can be built wins."""
        wanted = job["entry"]
        plain = entries.defined(self._file, wanted) if wanted and not job["configured"] else None
        if plain is not None:
            return [plain], []
        found, problems = self._entries(job)
        if wanted == "":
            return found, problems
        named = [entry for entry in found if entry.id == wanted]
        return (named or [entries.expression(self._file, wanted)]), []

    def _arguments(self, job):
        text = job["arguments"].strip()
        if not text:
            return {}
        call = ast.parse(f"f({text})", mode="eval").body
        if call.args or any(each.arg is None for each in call.keywords):
            raise ValueError(f'"{text}" is no list of keyword arguments like width=0.5, depth=18')
        return {
            each.arg: eval(compile(ast.Expression(each.value), "<arguments>", "eval"), self._file.namespace)
            for each in call.keywords
        }

    def _recorded(self, entry, model, job):
        types = job["inputTypes"]
        given = {**entry.inputs, **{name: (shape, types.get(name)) for name, shape in job["inputShapes"].items()}}
        if entry.call is not None and not job["inputShapes"]:
            names = [name for name, _, _ in run.model_inputs.parameters_of(model)]
            names += [f"input_{index}" for index in range(len(names), len(entry.call.args))]
            return run.record(model, entry.call.args, entry.call.kwargs, names, ())
        return run.first_that_runs(model, given)

    def _traced(self, entry, outcome, problems, job):
        problems = [*problems, *self._absences(job, outcome.error is not None)]
        if outcome.error is not None:
            problems.append(self._finding(outcome.error, job))
        return {"entry": entry.payload(), "trace": outcome.tape.payload(), "findings": problems}

    def _absences(self, job, failed):
        """Packages that were not found, where that matters."""
        touched = {name.partition(".")[0] for name in Inert.touched}
        return [
            findings.finding(
                "missing-package",
                f"The package {name} is not installed where LayerCost looks; install it in the Python environment "
                "that is selected, or name its folder in layercost.python.packages.",
                *place,
            )
            for name, place in self._finder.missing.items()
            if failed or name in touched
        ]

    def _no_entry(self, job):
        words = (
            "Nothing in this file can be priced as it is: no nn.Module and no function that returns one can be built "
            "without arguments. Write a comment like `# layercost: input=1x3x224x224 width=0.5` above a class or "
            "function, or give an expression as the entry."
        )
        return findings.finding("no-entry", words, job["path"], 1)

    def _finding(self, error, job):
        project = tuple(job["roots"]["project"])
        return findings.of_exception(error, job["path"], lambda file: file.startswith(project), self._sources)


class _Bounded(io.StringIO):
    """What the user's code prints, thrown away."""

    def write(self, text):
        return len(text)
