import assert from 'node:assert/strict';
import { gitIn } from '../../../../extension/host/git/git.node';
import { historyOf } from '../../../../extension/host/git/history.node';
import { type GitRepository, gitRepository } from '../../../helpers/gitRepository';

describe('the history of a file', function () {
  this.timeout(20_000);
  let repository: GitRepository;
  const subjects = async (file: string, most = 50): Promise<readonly string[]> =>
    (await historyOf(gitIn(repository.folder), file, most)).map(({ subject }) => subject);

  beforeEach(() => {
    repository = gitRepository();
  });
  afterEach(() => {
    repository.remove();
  });

  it('is that of this file alone, youngest first, without commits that lack it', async () => {
    repository.write('*.onnx', 'one');
    const first = repository.commit('first');
    repository.write('other.onnx', 'x');
    repository.commit('other');
    repository.git('rm', '--quiet', '--', '*.onnx');
    repository.commit('gone');
    repository.write('*.onnx', 'two');
    repository.write('other.onnx', 'y');
    repository.commit('back');
    assert.deepEqual(await subjects('*.onnx'), ['back', 'first']);
    assert.deepEqual(await subjects('*.onnx', 1), ['back']);
    assert.deepEqual(await subjects('never.onnx'), []);
    const [, oldest] = await historyOf(gitIn(repository.folder), '*.onnx', 50);
    assert.equal(oldest?.id, first);
    assert.ok(first.startsWith(oldest.shortId) && oldest.shortId.length >= 4);
    assert.equal(oldest.author, 'Ada');
    assert.ok(Math.abs(oldest.time - Date.now() / 1000) < 3600);
  });

  it('is empty in a repository without commits', async () => {
    assert.deepEqual(await subjects('model.onnx'), []);
  });

  it('is refused in one sentence where there is no repository', async () => {
    await assert.rejects(historyOf(gitIn('/'), 'model.onnx', 5), /lies in no Git repository/);
  });
});
