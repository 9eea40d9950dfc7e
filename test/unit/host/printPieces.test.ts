import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { printPieces } from '../../../extension/host/printPieces.node';

/** Takes each write a little later, and looks at the bytes only then. */
function slowStream(): {
  readonly stream: Writable;
  readonly text: () => string;
  readonly most: () => number;
} {
  const taken: Buffer[] = [];
  let waiting = 0;
  let most = 0;
  const stream = new Writable({
    decodeStrings: true,
    write: (chunk: Buffer, _encoding, done) => {
      assert.ok(chunk.length > 0, 'an empty write');
      most = Math.max(most, ++waiting);
      setTimeout(() => {
        taken.push(Buffer.from(chunk));
        waiting--;
        done();
      }, 1);
    },
  });
  return { stream, text: () => Buffer.concat(taken).toString('utf8'), most: () => most };
}

describe('printing in pieces', () => {
  it('writes every piece whole and in order, short and longer than a write', async () => {
    const long = 'é€😀'.repeat(60_000);
    const pieces = [
      '',
      'a',
      ...Array.from({ length: 30_000 }, (_, i) => `piece ${i} ä\n`),
      long,
      'b',
      long,
      '',
    ];
    const { stream, text, most } = slowStream();
    await printPieces(pieces, stream);
    assert.ok(text() === pieces.join(''), 'the text came out otherwise');
    assert.equal(most(), 1, 'it wrote faster than the stream took it');
  });

  it('asks for no piece before there is room for it', async () => {
    let asked = 0;
    const { stream, text } = slowStream();
    const endless = function* (): Generator<string> {
      while (asked++ < 4) yield 'x'.repeat(80_000);
    };
    const printing = printPieces(endless(), stream);
    assert.ok(asked <= 2, 'a third piece was made while the first was not written');
    await printing;
    assert.equal(text().length, 320_000);
  });

  it('stops where the stream fails', async () => {
    const errors: unknown[] = [];
    const stream = new Writable({
      write: (_chunk, _encoding, done) => {
        done(new Error('closed'));
      },
    });
    stream.on('error', (error) => errors.push(error));
    let asked = 0;
    const endless = function* (): Generator<string> {
      while (asked++ < 100) yield 'a'.repeat(300_000);
    };
    await printPieces(endless(), stream);
    assert.equal(errors.length, 1);
    assert.ok(asked <= 2, 'it went on asking for pieces');
  });
});
