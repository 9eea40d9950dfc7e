/* The least that a reader of whole files does: FILE through one buffer of a megabyte. */
const { closeSync, openSync, readSync } = require('node:fs');

const handle = openSync(process.argv[2], 'r');
const buffer = Buffer.alloc(1024 * 1024);
while (readSync(handle, buffer) > 0);
closeSync(handle);
