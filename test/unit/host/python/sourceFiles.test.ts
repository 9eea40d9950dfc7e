import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectPackages } from '../../../../extension/host/python/packages.node';
import { rootsOf } from '../../../../extension/host/python/roots.node';
import { SourceFiles } from '../../../../extension/host/python/sourceFiles.node';
import { jobOf } from './jobs';

const MAX_BYTES = 4 * 1024 * 1024;

describe('Files for the Python sandbox', () => {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'layercost-files-')));
  const at = (name: string): string => path.join(folder, name);
  const write = (name: string, text = ''): string => {
    mkdirSync(path.dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
    return at(name);
  };
  after(() => {
    rmSync(folder, { recursive: true });
  });

  describe('reading', () => {
    const overlays = new Map<string, string>();
    let files: SourceFiles;
    const read = (file: string): string | null => {
      const bytes = files.answer(`read\n${file}`);
      return bytes === null ? null : Buffer.from(bytes).toString('utf8');
    };
    const kind = (file: string): string | null => {
      const bytes = files.answer(`kind\n${file}`);
      return bytes === null ? null : Buffer.from(bytes).toString('utf8');
    };

    before(() => {
      write('project/net.py', 'net = 1');
      write('packages/lib/__init__.py', 'lib = 1');
      write('outside/secret.py', 'secret');
      write('project2/other.py', 'other');
      write('project/notes.txt', 'notes');
      write('project/key.pem', 'key');
      write('project/large.py', ' '.repeat(MAX_BYTES + 1));
      write('project/fits.py', ' '.repeat(MAX_BYTES));
      symlinkSync(at('outside'), at('project/out'));
      symlinkSync(at('outside/secret.py'), at('project/link.py'));
      symlinkSync(at('project/key.pem'), at('project/key.py'));
      symlinkSync(at('project/net.py'), at('project/same.py'));
    });
    beforeEach(() => {
      overlays.clear();
      files = new SourceFiles(
        { project: [at('project')], packages: [at('packages')], readable: [at('project')] },
        overlays,
      );
    });

    it('hands out Python source of the project and the packages', () => {
      assert.equal(read(at('project/net.py')), 'net = 1');
      assert.equal(read(at('packages/lib/__init__.py')), 'lib = 1');
      assert.equal(read(at('project/same.py')), 'net = 1');
      assert.equal(read(at('project/fits.py'))?.length, MAX_BYTES);
      assert.equal(kind(at('project/net.py')), 'file');
      assert.equal(kind(at('packages/lib')), 'folder');
      assert.equal(kind(at('project/missing.py')), null);
    });

    const refused = [
      'outside/secret.py',
      'project2/other.py',
      'project/../outside/secret.py',
      'project/out/secret.py',
      'project/link.py',
      'project/notes.txt',
      'project/key.py',
      'project/large.py',
      'project/net.py\0.py',
      'project',
    ];
    for (const name of refused)
      it(`does not hand out ${JSON.stringify(name)}`, () => {
        assert.equal(read(`${folder}/${name}`), null);
      });

    it('does not hand out system files, relative names or unknown questions', () => {
      for (const file of ['/etc/passwd', 'net.py', '', '..', `${folder}/project/./../../etc/passwd`])
        assert.equal(read(file), null, file);
      assert.equal(kind('/etc'), null);
      assert.equal(kind(at('outside')), null);
      assert.equal(kind(at('project/out')), null);
      for (const question of ['', 'read', `write\n${at('project/net.py')}`, `list\n${at('project')}`])
        assert.equal(files.answer(question), null, question);
    });

    if (process.platform !== 'win32')
      it('does not open pipes and devices', () => {
        execFileSync('mkfifo', [at('project/pipe.py')]);
        assert.equal(read(at('project/pipe.py')), null);
        assert.equal(kind(at('project/pipe.py')), null);
      });

    it('prefers unsaved text, of files that it may hand out alone', () => {
      overlays.set(at('project/net.py'), 'unsaved').set(at('outside/secret.py'), 'unsaved secret');
      assert.equal(read(at('project/net.py')), 'unsaved');
      assert.equal(read(at('outside/secret.py')), null);
    });

    it('remembers what was asked, and what for', () => {
      read(at('project/net.py'));
      kind(at('project/missing.py'));
      assert.deepEqual(files.asked(), [at('project/net.py'), at('project/missing.py')]);
      assert.equal(files.seen.get(`kind\n${at('project/missing.py')}`), '-');
      const [stamp] = files.seen.values();
      assert.equal(stamp, files.stamp(`read\n${at('project/net.py')}`));
      overlays.set(at('project/net.py'), 'unsaved');
      assert.notEqual(stamp, files.stamp(`read\n${at('project/net.py')}`));
    });
  });

  describe('questions', () => {
    const LONGEST = 8 * 1024;
    const filesOf = (): SourceFiles =>
      new SourceFiles({ project: [], packages: [], readable: [at('project')] }, new Map());

    it('are not kept when they are longer than any path', () => {
      const files = filesOf();
      assert.equal(files.answer(`read\n/${'x'.repeat(LONGEST)}`), null);
      assert.equal(files.seen.size, 0);
    });

    it('are kept up to some megabytes; what was asked before is answered further on', () => {
      const files = filesOf();
      const known = `read\n${write('project/net.py', 'net = 1')}`;
      files.answer(known);
      for (let i = 0; i < 2048; i++) files.answer(`kind\n/${String(i).padStart(LONGEST / 2, '0')}`);
      const held = [...files.seen.keys()].reduce((sum, { length }) => sum + length, 0);
      assert.ok(held <= 8 << 20, `${held} characters`);
      assert.equal(files.answer(`kind\n/${'x'.repeat(LONGEST / 2)}`), null);
      assert.notEqual(files.answer(known), null);
    });
  });

  describe('roots', () => {
    const roots = (file: string, limits = {}): ReturnType<typeof rootsOf> =>
      rootsOf(at(file), jobOf(at(file), limits).limits);

    it('are the folder around the package, its own, the nearest project and its src', () => {
      write('marked/pyproject.toml');
      write('marked/src/pack/__init__.py');
      write('marked/src/pack/part/__init__.py');
      write('marked/src/pack/part/net.py');
      assert.deepEqual(roots('marked/src/pack/part/net.py').project, [
        at('marked/src'),
        at('marked/src/pack/part'),
        at('marked'),
      ]);
    });

    it('are the workspace folder where there is one', () => {
      write('plain/deep/net.py');
      assert.deepEqual(roots('plain/deep/net.py', { project: at('plain') }).project, [
        at('plain/deep'),
        at('plain'),
      ]);
    });

    it('take folders of packages that are there', () => {
      write('site/some.py');
      const { packages } = roots('plain/deep/net.py', {
        packages: [at('site'), at('gone'), at('site/some.py')],
      });
      assert.deepEqual(packages, [at('site')]);
    });

    it('leave out the project for a file of an installed package', () => {
      write('site/vision/__init__.py');
      write('site/vision/net.py');
      assert.deepEqual(roots('site/vision/net.py', { packages: [at('site')] }), {
        project: [],
        packages: [at('site')],
        readable: [],
      });
    });

    it('reach no further than a project that is a package itself, which keeps its name', () => {
      write('above/beside/secret.py');
      write('above/whole/__init__.py');
      write('above/whole/part/__init__.py');
      const file = write('above/whole/part/net.py');
      for (const limits of [{ project: at('above/whole') }, {}]) {
        // Without a workspace folder a mark says what the project is.
        if (limits.project === undefined) mkdirSync(at('above/whole/.git'));
        const found = roots('above/whole/part/net.py', limits);
        const files = new SourceFiles(found, new Map());
        assert.equal(found.project[0], at('above'));
        assert.notEqual(files.answer(`read\n${file}`), null);
        assert.notEqual(files.answer(`kind\n${at('above/whole')}`), null);
        assert.equal(files.answer(`kind\n${at('above/beside')}`), null);
        assert.equal(files.answer(`read\n${at('above/beside/secret.py')}`), null);
      }
    });

    it('are around the whole package, wherever in it a mark stands', () => {
      const upper = write('marks/upper.py');
      write('marks/__init__.py');
      write('marks/inner/__init__.py');
      write('marks/inner/layercost.json');
      const files = new SourceFiles(roots('marks/inner/net.py'), new Map());
      assert.notEqual(files.answer(`read\n${upper}`), null);
    });

    it('stop at the workspace folder where packages go on above it', () => {
      write('upper/__init__.py');
      write('upper/project/__init__.py');
      write('upper/project/net.py');
      assert.equal(roots('upper/project/net.py', { project: at('upper/project') }).project[0], at('upper'));
    });

    it('follow no link out of the project; the opened file itself is read wherever it lies', () => {
      write('elsewhere/secret.py', 'secret');
      write('elsewhere/net.py', 'net');
      write('tied/net.py', 'net');
      symlinkSync(at('elsewhere'), at('tied/src'));
      symlinkSync(at('elsewhere'), at('tied/models'));
      const read = (opened: string, file: string): boolean =>
        new SourceFiles(roots(opened, { project: at('tied') }), new Map()).answer(`read\n${at(file)}`) !==
        null;
      assert.ok(read('tied/net.py', 'tied/net.py'));
      assert.ok(!read('tied/net.py', 'tied/src/secret.py'));
      assert.ok(!read('tied/net.py', 'elsewhere/secret.py'));
      assert.ok(read('tied/models/net.py', 'tied/models/net.py'));
      assert.ok(!read('tied/models/net.py', 'tied/models/secret.py'));
    });

    it('hold package folders of virtual environments that really lie in the project', () => {
      write('home/lib/python3.12/site-packages/secret.py');
      write('rented/.venv/lib/python3.12/site-packages/some.py');
      symlinkSync(at('home'), at('rented/venv'));
      mkdirSync(at('rented/env/lib/python3.12'), { recursive: true });
      symlinkSync(at('home'), at('rented/env/lib/python3.12/site-packages'));
      assert.deepEqual(projectPackages(at('rented')), [at('rented/.venv/lib/python3.12/site-packages')]);
    });
  });
});
