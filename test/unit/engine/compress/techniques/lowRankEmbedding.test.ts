import { describeTechnique } from '../cases';
import { type Layer, type Network, op, weights } from '../networks';

const [N, T, V, D] = [2, 5, 300, 72] as const;
/** A quarter of the width, in multiples of 8. */
const R = 16;

function network(table: readonly number[], shape: readonly (number | string)[], attributes = {}): Network {
  const gather: Layer = op('Gather', ['table', 'ids'], 'y', attributes, [weights('table', table)]);
  return { inputs: { ids: ['int64', shape] }, layers: [gather, op('Relu', 'y', 'z')] };
}

describeTechnique(
  'low-rank-embedding',
  [
    {
      title: 'a table of 300 rows, open batch',
      network: network([V, D], ['batch', T]),
      dims: { batch: N },
      before: { macs: 0, params: V * D },
      after: { [`@0:rank=${R}`]: { macs: N * T * R * D, params: V * R + R * D } },
    },
    {
      title: 'axis 0 said outright, and the lookup an output',
      network: { ...network([V, D], [N, T], { axis: 0 }), outputs: ['y', 'z'] },
      before: { macs: 0, params: V * D },
      after: { [`@0:rank=${R}`]: { macs: N * T * R * D, params: V * R + R * D } },
    },
  ],
  [
    { title: 'a lookup along another axis', network: network([V, D], [N, T], { axis: 1 }) },
    { title: 'a small table', network: network([200, D], [N, T]) },
    { title: 'a narrow table', network: network([V, 16], [N, T]) },
    { title: 'a table of three dims', network: network([V, D, 2], [N, T]) },
    {
      title: 'fixed rows',
      network: {
        inputs: { x: [3, D] },
        layers: [
          op('Gather', ['table', 'rows'], 'y', {}, [weights('table', [V, D]), weights('rows', [3], 'int64')]),
          op('Add', ['x', 'y'], 'z'),
        ],
      },
    },
  ],
);
