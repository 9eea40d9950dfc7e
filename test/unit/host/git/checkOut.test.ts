import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkOut, safeName } from '../../../../extension/host/git/checkOut.node';
import { gitIn } from '../../../../extension/host/git/git.node';
import { type GitRepository, gitRepository } from '../../../helpers/gitRepository';

const POINTER = (sha256: string, size: number): string =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${size}\n`;
const LARGE = Buffer.alloc(5_000_000, 'weights');
const STORED = Buffer.from('the model itself');
const STORED_ID = createHash('sha256').update(STORED).digest('hex');

describe('a file at a Git revision', function () {
  this.timeout(20_000);
  let repository: GitRepository;

  before(() => {
    repository = gitRepository();
    const { write, commit, git, at } = repository;
    write('model.onnx', 'first');
    write('nets/deep/a.onnx', 'deep');
    write('net.py', 'x = 1');
    write('pointer.onnx', POINTER('ab'.repeat(32), 12345));
    write('stored.onnx', POINTER(STORED_ID, STORED.length));
    write('-odd *[x].onnx', 'odd');
    write('line\nbreak.onnx', 'broken');
    symlinkSync('model.onnx', at('link.onnx'));
    commit('first: with a colon');
    git('tag', 'v1.0');
    write('model.onnx', LARGE);
    commit('second');
    write('model.onnx', 'staged');
    git('add', 'model.onnx');
    write('model.onnx', 'working tree');
    write('HEAD:shadow.onnx', 'a file of this very name');
    write(`.git/lfs/objects/${STORED_ID.slice(0, 2)}/${STORED_ID.slice(2, 4)}/${STORED_ID}`, STORED);
  });
  after(() => {
    repository.remove();
  });

  async function content(name: string, folder = repository.folder): Promise<Buffer> {
    const file = await checkOut(name, folder);
    try {
      return readFileSync(file.path);
    } finally {
      await file.dispose();
    }
  }

  async function refusal(name: string, folder = repository.folder): Promise<string> {
    const error: unknown = await checkOut(name, folder).then(
      () => null,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof Error, `${name} was not refused`);
    assert.match(error.message, /^[^\n]+\.$/, 'one sentence');
    return error.message;
  }

  for (const [name, expected] of [
    ['HEAD~1:model.onnx', 'first'],
    ['v1.0:./model.onnx', 'first'],
    ['main~1:nets/deep/a.onnx', 'deep'],
    ['HEAD^{/with a colon}:model.onnx', 'first'],
    [':model.onnx', 'staged'],
    [':0:./model.onnx', 'staged'],
    ['HEAD:-odd *[x].onnx', 'odd'],
    ['HEAD:line\nbreak.onnx', 'broken'],
    ['HEAD:stored.onnx', STORED.toString()],
  ] as const)
    it(`reads ${JSON.stringify(name)}`, async () => {
      assert.equal((await content(name)).toString(), expected);
    });

  it('reads what is larger than a pipe holds', async () => {
    assert.ok((await content('HEAD:model.onnx')).equals(LARGE));
  });

  it('counts paths from the root, and with a dot from the folder', async () => {
    const folder = repository.at('nets/deep');
    assert.equal((await content('HEAD:nets/deep/a.onnx', folder)).toString(), 'deep');
    assert.equal((await content('HEAD:./a.onnx', folder)).toString(), 'deep');
    assert.equal((await content('v1.0:../../model.onnx', folder)).toString(), 'first');
    assert.equal((await content(':../../model.onnx', folder)).toString(), 'staged');
    assert.equal(
      await refusal('HEAD:a.onnx', folder),
      'HEAD:a.onnx: There is no file a.onnx at HEAD; there is HEAD:./a.onnx, from this folder on.',
    );
    assert.match(await refusal('HEAD:../../../a.onnx', folder), /leads out of the repository/);
  });

  it('lets a file win that has this very name', async () => {
    const file = await checkOut('HEAD:shadow.onnx', repository.folder);
    assert.equal(file.path, 'HEAD:shadow.onnx');
    await file.dispose();
    assert.ok(existsSync(repository.at('HEAD:shadow.onnx')));
  });

  it('leaves names alone that are no notation, there or not', async () => {
    for (const name of ['model.onnx', 'absent.onnx', '/abs/absent.onnx'])
      assert.equal((await checkOut(name, repository.folder)).path, name);
  });

  it('keeps the copy private and takes it away', async () => {
    const file = await checkOut('v1.0:model.onnx', repository.folder);
    assert.equal(path.basename(file.path), 'model.onnx');
    if (process.platform !== 'win32') {
      assert.equal(statSync(file.path).mode & 0o777, 0o600);
      assert.equal(statSync(path.dirname(file.path)).mode & 0o777, 0o700);
    }
    await file.dispose();
    assert.ok(!existsSync(path.dirname(file.path)));
  });

  for (const [name, sentence] of [
    ['HEAD:absent.onnx', /^HEAD:absent\.onnx: There is no file absent\.onnx at HEAD\.$/],
    [':absent.onnx', /There is no file absent\.onnx in the index\.$/],
    ['v9:model.onnx', /^v9:model\.onnx: There is no revision v9 in this repository\.$/],
    ['--all:model.onnx', /There is no revision --all in/],
    ['HEAD..HEAD:model.onnx', /There is no revision HEAD\.\.HEAD in/],
    ['HEAD:nets', /This is a folder there/],
    ['HEAD:link.onnx', /This is a symbolic link there/],
    ['HEAD:net.py', /imports its neighbours.*git worktree add/],
    ['HEAD:pointer.onnx', /This is a Git LFS pointer there.*git lfs fetch/],
  ] as const)
    it(`refuses ${name} in one sentence`, async () => {
      const said = await refusal(name);
      assert.match(said, sentence);
    });

  it('says where there is no repository', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'layercost-none-'));
    assert.match(
      await refusal('HEAD:model.onnx', folder),
      /: There is no such file, and no Git repository here\.$/,
    );
    rmSync(folder, { recursive: true });
  });

  it('says where there is no Git', async () => {
    const git = gitIn(repository.folder, '/there/is/no/git');
    await assert.rejects(checkOut('HEAD:model.onnx', repository.folder, git), {
      message: 'HEAD:model.onnx: Git is needed for a revision, and there is none.',
    });
  });

  it('says that a clone is shallow', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'layercost-shallow-'));
    const clone = path.join(folder, 'clone');
    repository.git('clone', '--quiet', '--depth=1', `file://${repository.folder}`, clone);
    assert.match(await refusal('HEAD~1:model.onnx', clone), /shallow: git fetch --unshallow/);
    rmSync(folder, { recursive: true });
  });

  it('runs nothing that the repository names', async () => {
    const evil = gitRepository();
    const trace = evil.at('ran');
    const script = evil.at('evil.sh');
    writeFileSync(script, `#!/bin/sh\necho "$0 $@" >> ${trace}\n`, { mode: 0o755 });
    evil.write('.gitattributes', '*.onnx diff=evil filter=evil\n');
    evil.write('model.onnx', 'plain');
    evil.commit('one');
    mkdirSync(evil.at('.git/hooks'), { recursive: true });
    for (const key of [
      'core.fsmonitor',
      'core.pager',
      'core.sshCommand',
      'core.editor',
      'diff.external',
      'diff.evil.textconv',
      'diff.evil.command',
      'filter.evil.smudge',
      'gpg.program',
      'pager.log',
    ])
      evil.git('config', key, script);
    evil.git('config', 'log.showSignature', 'true');
    assert.equal((await content('HEAD:model.onnx', evil.folder)).toString(), 'plain');
    assert.equal((await content(':model.onnx', evil.folder)).toString(), 'plain');
    assert.ok(!existsSync(trace), existsSync(trace) ? readFileSync(trace, 'utf8') : '');
    evil.remove();
  });
});

describe('names of copies', () => {
  for (const [name, safe] of [
    ['nets/a b.onnx', 'a b.onnx'],
    ['..', 'model'],
    ['a/..', 'model'],
    ['x\\..\\y.onnx', 'y.onnx'],
    ['con:<|>.onnx', 'con____.onnx'],
  ] as const)
    it(`${name} is ${safe}`, () => {
      assert.equal(safeName(name), safe);
    });
});
