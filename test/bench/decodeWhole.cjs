/* What a reader without positional reads does: FILE into memory, all of it decoded by onnx-proto. No shapes, no costs. */
const { readFileSync } = require('node:fs');
const { onnx } = require('onnx-proto');

const { graph } = onnx.ModelProto.decode(readFileSync(process.argv[2]));
if (graph.node.length === 0) process.exitCode = 1;
