import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launchChromium } from '../runner/chromium.mjs';
import { uiActions } from './actions.mjs';
import { openBridge } from './bridge.mjs';
import { installHost } from './install.mjs';
import { startServer, workbenchUrl } from './server.mjs';
import { createWorkbench } from './workbench.mjs';
import { copyWorkspace } from './workspace.mjs';

/** When the extension host ends, VS Code's report may still be on its way. */
const LATE_REPORT_MS = 3_000;

/**
 * Runs bundled tests inside a real VS Code in headless Chromium, on a temporary copy of the workspace.
 * The tests write what happened to the file `environment.TEST_RESULTS`. Resolves with null when VS Code reported their
 * end, else with a sentence on what went wrong; a report alone proves nothing, since a killed host reports success.
 */
export async function runInEditor({
  host: name,
  root,
  tests,
  workspace,
  environment,
  logs,
  screenshots,
  deadlineMs,
}) {
  const host = installHost(name);
  for (const folder of [logs, screenshots]) mkdirSync(folder, { recursive: true });
  const cleanups = [];
  try {
    const copy = copyWorkspace(workspace);
    cleanups.push(copy.remove);
    const bridge = await openBridge();
    cleanups.push(() => bridge.close());
    const browser = await launchChromium();
    cleanups.push(() => browser.close());
    const server = await startServer(host, {
      environment: { ...environment, UI_BRIDGE: bridge.url },
      logFile: path.join(logs, 'server.log'),
    });
    cleanups.push(() => server.stop());
    const workbench = await createWorkbench(browser, path.join(logs, 'console.log'));
    bridge.serve(uiActions({ ...workbench, screenshots }));
    await workbench.open(workbenchUrl(server.port, { folder: copy.folder, extension: root, tests }));
    const problem = await untilDone(workbench, server, deadlineMs);
    if (problem) await workbench.page.screenshot({ path: path.join(logs, 'broken.png') }).catch(() => {});
    return problem;
  } finally {
    for (const cleanUp of cleanups.reverse()) await cleanUp();
  }
}

async function untilDone(workbench, server, deadlineMs) {
  const reported = workbench.testsDone.then(() => null);
  const broken = server.gone.then((problem) => sleep(LATE_REPORT_MS, problem));
  const late = sleep(deadlineMs, `the tests did not end within ${deadlineMs / 1000} s`, { ref: false });
  return Promise.race([reported, broken, workbench.gone, late]);
}
