import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PythonLimits } from '../../../../extension/engine/hostPython';
import type { SourceLines } from '../../../../extension/shared/sourceLines';
import { openPythonEngine, type PythonEngine } from '../../../helpers/pythonEngine';

const PATIENCE_MILLISECONDS = 90_000;
const SECRET = 'canary-7c41';

/** A model whose shape tells what an attempt got: 1 where it was refused, more where it came through. */
function attempt(body: string, imports = ''): string {
  const indented = body
    .trim()
    .split('\n')
    .map((line) => `            ${line}`)
    .join('\n');
  return `
import torch
from torch import nn
${imports}

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        got = ""
        try:
${indented}
        except (Exception, SystemExit) as error:
            self.refused = repr(error)
        self.layer = nn.Linear(1 + len(str(got)), 1, bias=False)

    def forward(self, x):
        return self.layer(x)
`;
}

const UNBAR = 'import sys; sys.meta_path[:] = [f for f in sys.meta_path if "layercost" not in f.__module__]';
const JS = [
  'import js',
  'import pyodide_js',
  'from pyodide.code import run_js',
  'import _pyodide_core',
  'from pyodide.ffi import to_js',
];

/** Attempts that must leave `got` empty. */
const REFUSED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(JS.map((line) => [line, `${line}\ngot = "in"`])),
  'run_js after the bar is gone': `${UNBAR}
from pyodide.code import run_js
got = run_js("process.version")`,
  'a constructor chain after the bar is gone': `${UNBAR}
from pyodide.ffi import to_js
got = to_js({"a": 1}).constructor.constructor("return process.version")()`,
  'the globals of JavaScript after the bar is gone': `${UNBAR}
import js
got = js.process.version`,
  'fetch after the bar is gone': `${UNBAR}
import js
got = js.fetch`,
  'the file system of the host': `${UNBAR}
import os, pyodide_js
os.mkdir("/host")
pyodide_js.mountNodeFS("/host", "/")
got = os.listdir("/host")`,
  'os.system': 'import os\ngot = "in" if os.system("ls") == 0 else ""',
  subprocess: 'import subprocess\ngot = subprocess.run(["ls"], capture_output=True).stdout',
  'subprocess after the bar is gone': `${UNBAR}
import subprocess
got = subprocess.run(["ls"], capture_output=True).stdout`,
  fork: 'import os\ngot = "in" if os.fork() else "child"',
  socket: 'import socket\ngot = socket.create_connection(("127.0.0.1", 9), 1)',
  'socket after the bar is gone': `${UNBAR}
import socket
s = socket.socket()
s.connect(("127.0.0.1", 9))
got = s.recv(1)`,
  urllib: 'import urllib.request\ngot = urllib.request.urlopen("http://127.0.0.1:9/").read()',
  ctypes: 'import ctypes\ngot = ctypes.CDLL(None)',
  'a file of the system': 'got = open("/etc/passwd").read()',
  'the folder of the user':
    'import os\ngot = "".join(n for n in os.listdir("/") if n in ("root", "usr", "work"))',
  'the secret file': 'got = open(SECRET_FILE).read()',
  'the environment': 'import os\ngot = "".join(v for v in os.environ.values() if "canary" in v)',
  'the request device, outside the project': `import os
fd = os.open("/dev/layercost", os.O_RDWR)
os.write(fd, b"read\\n/etc/passwd")
got = os.read(fd, 100)[1:].decode()`,
  'the request device, by way of ..': `import os
fd = os.open("/dev/layercost", os.O_RDWR)
os.write(fd, ("read\\n" + PROJECT + "/../secret.py").encode())
got = os.read(fd, 100)[1:].decode()`,
  'the request device, by a link': `import os
fd = os.open("/dev/layercost", os.O_RDWR)
os.write(fd, ("read\\n" + PROJECT + "/link.py").encode())
got = os.read(fd, 100)[1:].decode()`,
  'a module behind a link': 'import link\ngot = str(link.VALUE) if isinstance(link.VALUE, str) else ""',
  'a thread': `import threading
seen = []
thread = threading.Thread(target=lambda: seen.append("in"))
thread.start()
thread.join()
got = "".join(seen)`,
  'sys.exit': 'import sys\nsys.exit(3)\ngot = "in"',
  'os._exit': 'import os\nos._exit(3)\ngot = "in"',
  input: 'got = input()',
  breakpoint: 'breakpoint()\nimport sys\nsys.exit(0)',
};

/** Attempts that are cut off, and the code of the finding that says so. */
const CUT_OFF: Readonly<Record<string, readonly [body: string, codes: readonly string[]]>> = {
  'an endless loop': ['while True:\n    pass', ['python-time-limit']],
  'a sleep': ['import time\ntime.sleep(60)', ['python-time-limit']],
  'a memory bomb': ['got = []\nwhile True:\n    got.append(bytearray(1 << 24))', ['python-memory-limit']],
  'a recursion bomb': ['def f():\n    return f()\nf()', ['python-error']],
  'a recursion bomb in C': [
    'value = []\nfor _ in range(10**6):\n    value = [value]\ngot = repr(value)',
    ['python-error', 'python-memory-limit'],
  ],
};

describe('escapes from the Python sandbox', function () {
  this.timeout(PATIENCE_MILLISECONDS);
  const folder = mkdtempSync(path.join(tmpdir(), 'layercost-escape-'));
  const project = path.join(folder, 'project');
  const secret = path.join(folder, 'secret.py');
  let python: PythonEngine;
  let files = 0;

  before(() => {
    mkdirSync(project);
    writeFileSync(secret, `VALUE = "${SECRET}"\n`);
    symlinkSync(secret, path.join(project, 'link.py'));
    process.env['LAYERCOST_CANARY'] = SECRET;
    python = openPythonEngine({ project, timeLimitSeconds: 4, memoryLimitBytes: 200 << 20 });
  });
  after(() => {
    python.dispose();
    delete process.env['LAYERCOST_CANARY'];
    rmSync(folder, { recursive: true, force: true });
  });

  const run = async (text: string, limits: Partial<PythonLimits> = {}): Promise<SourceLines> => {
    const file = path.join(project, `net${files++}.py`);
    writeFileSync(
      file,
      `PROJECT = ${JSON.stringify(project)}\nSECRET_FILE = ${JSON.stringify(secret)}\n${text}`,
    );
    const options = python.options();
    const merged = { ...options, python: { ...(options.python ?? assert.fail()), ...limits } };
    return python.engine.sourceLines(file, { ...merged, entry: 'Net' });
  };

  for (const [name, body] of Object.entries(REFUSED))
    it(`refuses ${name}`, async () => {
      const before = readdirSync(folder, { recursive: true }).length;
      const lines = await run(attempt(body));
      assert.ok(!JSON.stringify(lines).includes(SECRET));
      if (lines.totals === null) assertSentence(lines);
      else assert.equal(lines.totals.params, 1, 'something came through');
      assert.equal(readdirSync(folder, { recursive: true }).length, before + 1, 'something was written');
    });

  it('writes nowhere', async () => {
    const target = path.join(folder, 'written.txt');
    await run(attempt(`open(${JSON.stringify(target)}, "w").write("in")`));
    assert.ok(!existsSync(target));
    assert.equal(readFileSync(secret, 'utf8'), `VALUE = "${SECRET}"\n`);
  });

  for (const [name, [body, codes]] of Object.entries(CUT_OFF))
    it(`cuts off ${name}, and goes on`, async () => {
      const text = attempt(body).replace(
        'except (Exception, SystemExit) as error:',
        'except ZeroDivisionError as error:',
      );
      const lines = await run(text, { timeLimitSeconds: 2 });
      assert.ok(codes.includes(assertSentence(lines)), JSON.stringify(lines.findings));
      const good = await run(attempt('got = "abc"'));
      assert.equal(good.totals?.params, 4);
    });

  it('keeps what one file did to the stand-ins from the next', async () => {
    await run(attempt('nn.Linear.forward = lambda self, x: x\ntorch.nn.Linear = None\ngot = ""'));
    const good = await run(attempt('got = ""'));
    assert.equal(good.totals?.macs, 1);
  });
});

/** One finding at least, each one sentence or two without a trace; the first one's code. */
function assertSentence({ findings }: SourceLines): string {
  const [first] = findings;
  assert.ok(first, 'no finding');
  for (const { message } of findings) {
    assert.ok(message.length > 10 && message.length < 400, message);
    assert.ok(!/Traceback|\n {2}at |wasm-function/.test(message), message);
  }
  return first.code;
}
