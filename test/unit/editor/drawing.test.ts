import assert from 'node:assert/strict';
import { type DrawingRequest, fetchDrawing } from '../../../extension/editor/drawing';
import { fakeEngine } from '../host/fakeEngine';
import { report } from './reports';

const REQUEST: DrawingRequest = {
  path: '/a.onnx',
  analysis: { report: report([]), options: { hardware: 'h', dims: {}, inputShapes: {} } },
  view: { metric: 'macs', open: ['a'] },
  selected: null,
  reveal: [],
};
const { signal } = new AbortController();

describe('drawing', () => {
  function counting(): { engine: ReturnType<typeof fakeEngine>; views: string[][] } {
    const views: string[][] = [];
    const engine = fakeEngine({
      view: (path, options, view) => {
        views.push([...view.open]);
        return fakeEngine().view(path, options, view);
      },
    });
    return { engine, views };
  }

  it('asks for a layout once, however often another layer is selected', async () => {
    const { engine, views } = counting();
    const first = await fetchDrawing(engine, REQUEST, null, signal);
    await fetchDrawing(engine, { ...REQUEST, selected: 'n1' }, first, signal);
    assert.equal(views.length, 1);
  });

  it('asks again for another view or another analysis', async () => {
    const { engine, views } = counting();
    const first = await fetchDrawing(engine, REQUEST, null, signal);
    await fetchDrawing(engine, { ...REQUEST, view: { metric: 'energy', open: ['a'] } }, first, signal);
    await fetchDrawing(engine, { ...REQUEST, analysis: { ...REQUEST.analysis } }, first, signal);
    assert.equal(views.length, 3);
  });

  it('opens what hides the layer to reveal, and keeps what is open', async () => {
    const { engine } = counting();
    const drawing = await fetchDrawing(engine, { ...REQUEST, reveal: ['n7'] }, null, signal);
    assert.deepEqual(drawing.view.open, ['a', 'around n7']);
  });
});
