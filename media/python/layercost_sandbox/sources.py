"""Source files as the host hands them out, remembered with what they held."""


class Sources:
    """`read(path)` and `kind(path)` ask the host; answers hold until `forget`."""

    def __init__(self, read, kind):
        self._read, self._kind = read, kind
        self._texts, self._kinds, self._codes = {}, {}, {}

    def text(self, path):
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def kind(self, path):
        if path not in self._kinds:
            self._kinds[path] = self._kind(path)
        return self._kinds[path]

    def code(self, path):
        """The compiled file, compiled anew only when it changed."""
        text = self.text(path)
        known = self._codes.get(path)
        if known is None or known[0] != text:
            known = self._codes[path] = (text, compile(text, path, "exec", dont_inherit=True))
        return known[1]

    def line(self, path, number):
        """One line of a file that was read; "" where there is none."""
        lines = (self._texts.get(path) or "").splitlines()
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def forget(self):
        """What was asked for one file says nothing about another."""
        self._texts.clear()
        self._kinds.clear()

    def refresh(self):
        """Asks for everything again. Returns the paths whose answers have changed."""
        changed = set()
        for path, text in list(self._texts.items()):
            now = self._read(path)
            if now != text:
                self._texts[path] = now
                changed.add(path)
        for path, kind in list(self._kinds.items()):
            now = self._kind(path)
            if now != kind:
                self._kinds[path] = now
                changed.add(path)
        return changed
