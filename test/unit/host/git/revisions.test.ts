import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { createRevisions, type Revisions } from '../../../../extension/host/git/revisions.node';
import { type GitRepository, gitRepository } from '../../../helpers/gitRepository';

describe('copies of earlier versions', function () {
  this.timeout(20_000);
  let repository: GitRepository;
  let revisions: Revisions;
  let first: string;
  let file: string;
  let store: string;

  beforeEach(() => {
    repository = gitRepository();
    repository.write('nets/my model.onnx', 'first');
    first = repository.commit('first');
    repository.write('nets/my model.onnx', 'second');
    repository.commit('second');
    file = repository.at('nets/my model.onnx');
    store = repository.at('.git/store');
    revisions = createRevisions(store);
  });
  afterEach(() => {
    repository.remove();
  });

  it('have a name that tells the revision, and cannot be written to', async () => {
    const copy = await revisions.copyOf(file, 'HEAD~1');
    assert.ok(first.startsWith(copy.shortId));
    assert.equal(path.basename(copy.path), `my model@${copy.shortId}.onnx`);
    assert.equal(readFileSync(copy.path, 'utf8'), 'first');
    assert.equal(statSync(copy.path).mode & 0o222, 0);
    const [commit] = await revisions.history(file, 1);
    assert.equal(commit?.subject, 'second');
  });

  it('are found again, by their content', async () => {
    const copy = await revisions.copyOf(file, 'HEAD~1');
    const before = statSync(copy.path);
    const again = await revisions.copyOf(file, first);
    assert.equal(again.path, copy.path);
    assert.equal(statSync(again.path).ino, before.ino);
    assert.deepEqual(readdirSync(path.dirname(copy.path)), [path.basename(copy.path)]);
  });

  it('are removed when they are old and nobody keeps them', async () => {
    const [old, kept, young] = [
      await revisions.copyOf(file, 'HEAD~1'),
      await revisions.copyOf(file, 'HEAD'),
      (repository.write('nets/my model.onnx', 'third'),
      repository.commit('third'),
      await revisions.copyOf(file, 'HEAD')),
    ];
    const past = new Date(Date.now() - 3 * 24 * 3600 * 1000);
    for (const copy of [old, kept]) utimesSync(copy.path, past, past);
    await revisions.clean((each) => each === kept.path);
    assert.deepEqual(
      [old, kept, young].map((copy) => existsSync(copy.path)),
      [false, true, true],
    );
    await createRevisions(repository.at('there/is/none')).clean(() => false);
  });

  it('are refused in one sentence', async () => {
    await assert.rejects(revisions.copyOf(file, 'v9'), {
      message: 'There is no revision v9 in this repository.',
    });
    await assert.rejects(revisions.copyOf(path.join(path.dirname(file), 'new.onnx'), 'HEAD'), {
      message: 'There is no file nets/new.onnx at HEAD.',
    });
    await assert.rejects(createRevisions(store).copyOf('/x.onnx', 'HEAD'), /lies in no Git repository/);
    assert.ok(!existsSync(store) || readdirSync(store).length === 0);
  });
});
