import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { readSettings } from './editor/settings';
import { startExtension } from './editor/start';
import type { EngineWorkerData } from './host/engineWorker.node';
import { createRevisions } from './host/git/revisions.node';
import { packagesOfPrefix, projectPackages, systemPackages } from './host/python/packages.node';
import { connectNodeWorker } from './host/nodeWorker';
import { readProfiles } from './host/profiles.node';

/** Desktop and remote hosts: the engine runs in a worker thread of Node. */
export function activate(context: ExtensionContext): void {
  startExtension(context, {
    packages: {
      packagesOf: (prefixes) => prefixes.flatMap(packagesOfPrefix),
      projectPackages,
      systemPackages,
    },
    revisions: createRevisions(join((context.storageUri ?? context.globalStorageUri).fsPath, 'revisions')),
    connect: (log) =>
      connectNodeWorker({
        entry: join(context.extensionPath, 'dist', 'engineWorker.js'),
        data: (): EngineWorkerData => ({
          profiles: readProfiles(readSettings().hardwareProfiles, log),
          cacheFolder: context.globalStorageUri.fsPath,
        }),
        log,
      }),
  });
}
