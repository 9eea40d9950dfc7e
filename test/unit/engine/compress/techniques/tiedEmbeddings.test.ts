import { describeTechnique } from '../cases';
import { dense, type DenseOptions, type Network, op, weights } from '../networks';

const [N, T, V, D] = [2, 4, 320, 24] as const;

function network(options: DenseOptions, head: readonly [number, number] = [D, V], rows: number = V): Network {
  const table = op('Gather', ['table', 'ids'], 'e', {}, [weights('table', [rows, D])]);
  const flat = options.as?.startsWith('gemm') === true;
  return {
    inputs: { ids: ['int64', flat ? ['n'] : ['n', T]] },
    layers: [table, op('Relu', 'e', 'h'), dense('y', 'h', ...head, options)],
  };
}

describeTechnique(
  'tied-embeddings',
  [
    {
      title: 'MatMul reads the transposed table',
      network: network({}),
      dims: { n: N },
      before: { macs: N * T * D * V, params: V * D + D * V },
      after: { '@2': { macs: N * T * D * V, params: V * D } },
    },
    {
      title: 'Gemm with transB 1 and bias reads the table itself',
      network: network({ as: 'gemm-transposed', bias: true }),
      dims: { n: N },
      before: { macs: N * D * V, params: V * D + D * V + V },
      after: { '@2': { macs: N * D * V, params: V * D + V } },
    },
    {
      title: 'Gemm with transB 0, weight in a Constant node',
      network: network({ as: 'gemm', constant: true }),
      dims: { n: N },
      before: { macs: N * D * V, params: V * D + D * V },
      after: { '@3': { macs: N * D * V, params: V * D } },
    },
  ],
  [
    { title: 'a layer of another width', network: network({}, [D, V + 1]), dims: { n: N } },
    { title: 'a small table', network: network({}, [D, 200], 200), dims: { n: N } },
    { title: 'a layer that is tied already', network: tied(), dims: { n: N } },
  ],
);

function tied(): Network {
  const { inputs, layers } = network({ as: 'gemm-transposed', shares: 'table' });
  return { inputs, layers };
}
