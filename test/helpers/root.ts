import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The project's folder, found upwards from where this bundle runs, since tests run from several depths. */
export function projectRoot(): string {
  for (let folder = __dirname; ; folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json');
    if (existsSync(manifest) && readFileSync(manifest, 'utf8').includes('"name": "layercost"')) return folder;
    if (folder === path.dirname(folder)) throw new Error(`no project folder above ${__dirname}`);
  }
}
