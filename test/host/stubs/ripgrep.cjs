/* Stands in for VS Code's ripgrep packages, which download their program: the one from npm serves as well. */
const path = require('node:path');

const folder = path.dirname(require.resolve('@vscode/ripgrep-linux-x64/package.json'));

exports.rgPath = path.join(folder, 'bin', 'rg');
exports.binPathFor = () => exports.rgPath;
