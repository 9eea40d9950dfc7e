/* Stands in for the native @vscode/spdlog: appends lines to the log file, without rotation. */
const fs = require('node:fs');
const path = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class Logger {
  #level = LEVELS.indexOf('info');
  #raw = false;
  #file;

  constructor(file) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    this.#file = fs.openSync(file, 'a');
    for (const [level, name] of LEVELS.entries()) this[name] = (text) => this.#write(level, text);
  }

  getLevel() {
    return this.#level;
  }

  setLevel(level) {
    this.#level = level;
  }

  clearFormatters() {
    this.#raw = true;
  }

  setPattern() {}

  flush() {}

  drop() {
    if (this.#file !== undefined) fs.closeSync(this.#file);
    this.#file = undefined;
  }

  #write(level, text) {
    if (level < this.#level || this.#file === undefined) return;
    const line = this.#raw ? text : `${new Date().toISOString()} [${LEVELS[level]}] ${text}\n`;
    fs.writeSync(this.#file, line);
  }
}

const createLogger = (_name, file) => Promise.resolve(new Logger(file));

exports.version = 11200;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
