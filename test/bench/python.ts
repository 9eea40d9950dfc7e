import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openPythonEngine, type PythonEngine } from '../helpers/pythonEngine';
import { torchvisionPackages } from '../helpers/torchvision';
import { median } from './measure';
import { formatRows, seconds, times } from './table';

const ROUNDS = 30;
const REFERENCE_ROUNDS = 3;

/** What the comparison does: import, build once, run once. */
const REFERENCE = `
import torch, torchvision
model = torchvision.models.resnet50().eval()
with torch.no_grad():
    model(torch.zeros(1, 3, 224, 224))
`;

/** Time from an edit of resnet50's source to what its lines cost, side by side with a process of PyTorch; or why not. */
export async function pythonTable(): Promise<string> {
  const packages = torchvisionPackages();
  if (packages === null) return "skipped: torchvision's source is not there (Debian's python3-torchvision)";
  const file = path.join(packages, 'torchvision/models/resnet.py');
  const cache = mkdtempSync(path.join(tmpdir(), 'layercost-bench-python-'));
  try {
    const plain = await coldStart(file, packages, cache);
    const snapshot = await coldStart(file, packages, cache);
    const warm = await edits(file, packages, cache);
    const python = referencePython();
    const theirs = python === null ? null : median(repeat(REFERENCE_ROUNDS, () => reference(python)));
    const row = (what: string, took: number): readonly string[] => [
      what,
      seconds(took),
      theirs === null ? '' : times(theirs, took),
    ];
    const rows = [
      row('first Python file, no snapshot', plain),
      row('first Python file, from a snapshot', snapshot),
      row('after an edit, warm', warm),
      ...(theirs === null
        ? []
        : [['a process of PyTorch that builds and runs it once', seconds(theirs), '1.0']]),
    ];
    const note = theirs === null ? '\nPyTorch is not there to compare with (Debian: python3-torch).' : '';
    return formatRows(['resnet50', 'time', 'times faster than PyTorch'], rows) + note;
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

async function coldStart(file: string, packages: string, cache: string): Promise<number> {
  const python = openPythonEngine({ packages: [packages] }, cache);
  const took = await timed(() => lines(python, file));
  python.dispose();
  return took;
}

/** Each edit changes a line of the file, so that nothing answers from a cache. */
async function edits(file: string, packages: string, cache: string): Promise<number> {
  const python = openPythonEngine({ packages: [packages] }, cache);
  const text = readFileSync(file, 'utf8');
  await lines(python, file);
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    took.push(
      await timed(async () => {
        await python.engine.setText(file, `${text}\nedit = ${round}\n`);
        await lines(python, file);
      }),
    );
  python.dispose();
  return median(took);
}

async function lines(python: PythonEngine, file: string): Promise<void> {
  const { totals } = await python.engine.sourceLines(file, python.options({ entry: 'resnet50' }));
  if (totals?.macs !== 4_089_184_256) throw new Error(`resnet50 has ${totals?.macs ?? 'no'} MACs`);
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return (performance.now() - start) / 1000;
}

function repeat(rounds: number, measure: () => number): readonly number[] {
  return Array.from({ length: rounds }, measure);
}

function referencePython(): string | null {
  const found = ['python3', '/usr/bin/python3'].find(
    (python) => spawnSync(python, ['-c', 'import torch, torchvision']).status === 0,
  );
  return found ?? null;
}

function reference(python: string): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(python, ['-c', REFERENCE], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return (performance.now() - start) / 1000;
}
