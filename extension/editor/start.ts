import { type ExtensionContext, window, workspace } from 'vscode';
import type { EngineConnection } from '../host/client';
import type { Revisions } from '../host/git/revisions.node';
import type { DocSection } from '../shared/documentation';
import type { HardwareSummary } from '../shared/engineCalls';
import { SETTINGS } from '../shared/settings';
import { ChoiceStore } from './choices';
import { openListing, registerCommands } from './commands';
import { Comparisons } from './compare';
import { cleanRevisions } from './compareRevision';
import { showFindings } from './diagnostics';
import { openDocs } from './documentation';
import { registerHovers } from './hovers';
import { ListingLenses } from './lenses';
import { ListingProvider } from './listing';
import { createLog, type Log, logFailure } from './log';
import { ModelPrices } from './modelPrices';
import { Models } from './models';
import { ModelTree } from './modelTree';
import { registerNavigation } from './navigation';
import { OnnxEditor } from './onnxEditor';
import { registerOutline } from './outline';
import { createPricing } from './pricedListing';
import { limitsOf, type PackageFinder } from './python/limits';
import { openSource } from './python/pythonCommands';
import { PythonDocuments } from './python/pythonDocuments';
import { PythonHints } from './python/pythonHints';
import { registerPythonHovers } from './python/pythonHovers';
import { PythonLenses } from './python/pythonLenses';
import { showPythonProblems } from './python/pythonProblems';
import { isPython } from './python/pythonText';
import { showProgress } from './progress';
import { showStatus } from './status';
import { applyToModel } from './suggestions/applyModel';
import { applySuggestion } from './suggestions/applySource';
import { Results } from './suggestions/results';
import { SourceActions } from './suggestions/sourceActions';

/** What differs between hosts of the editor. */
export interface Runtime {
  /** Connects to an engine; nothing runs until the first call. */
  connect(log: (line: string) => void): EngineConnection;
  readonly packages: PackageFinder;
  /** Earlier versions of files; null where Git cannot be run. */
  readonly revisions: Revisions | null;
}

/** Builds the whole extension, by hand and in one place; everything is disposed with the context. */
export function startExtension(context: ExtensionContext, runtime: Runtime): void {
  const own = <T extends { dispose(): unknown }>(disposable: T): T => {
    context.subscriptions.push(disposable);
    return disposable;
  };
  const log = own(createLog());
  const connection = own(
    runtime.connect((line) => {
      log.error(line);
    }),
  );
  const { engine } = connection;
  const profiles = rememberProfiles(() => engine.hardware(), log);
  const hardwareProfiles = profiles.get;
  const models = own(
    new Models({
      engine,
      choices: new ChoiceStore(context.workspaceState),
      log,
      limitsOf: (uri) => limitsOf(uri, runtime.packages),
    }),
  );
  const python = own(new PythonDocuments({ engine, models, log }));
  const pricing = createPricing();
  const results = own(new Results());
  const openSection = (section: DocSection): Promise<void> => openDocs(context.extensionUri, section);
  const editor = own(
    new OnnxEditor(
      models,
      {
        engine,
        log,
        hardwareProfiles,
        applySuggestion: (model, id) => {
          const applied = isPython(model.uri)
            ? applySuggestion(model, id, engine)
            : applyToModel(model, id, { engine, comparisons });
          applied.then(undefined, (error: unknown) => {
            logFailure(log, 'Suggestion', error);
            void window.showErrorMessage(
              `LayerCost: ${error instanceof Error ? error.message : String(error)}`,
            );
          });
        },
        openDocs: (section) => {
          openSection(section).then(undefined, (error: unknown) => {
            logFailure(log, 'Documentation', error);
          });
        },
        openListing: (model, layer) => {
          const opened = isPython(model.uri)
            ? openSource(model, layer)
            : openListing({ models }, model.uri, layer);
          opened.then(undefined, (error: unknown) => {
            logFailure(log, 'Listing', error);
          });
        },
      },
      context.extensionUri,
    ),
  );
  own(
    workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(SETTINGS.hardwareProfiles.name)) return;
      connection.restart();
      profiles.forget();
      models.reload();
    }),
  );
  own(new PythonLenses(python));
  own(new SourceActions(python, engine));
  own(new PythonHints(python));
  own(registerPythonHovers(python, engine));
  own(showPythonProblems(python, context.extensionUri));
  own(new ListingProvider(models));
  own(new ListingLenses(models, pricing));
  own(registerHovers(models, pricing, engine));
  own(registerNavigation(models));
  own(registerOutline(models));
  own(showFindings(models, context.extensionUri));
  own(showStatus(models));
  own(showProgress(models, (model) => editor.shows(model.uri)));
  const tree = own(new ModelTree(own(new ModelPrices(engine, log))));
  const refreshModels = (): void => {
    tree.refresh();
  };
  const comparisons = own(new Comparisons({ engine, models, editor, results }));
  const { revisions } = runtime;
  own(
    registerCommands({
      models,
      python,
      editor,
      comparisons,
      revisions,
      pricing,
      hardwareProfiles,
      refreshModels,
      openDocs: openSection,
    }),
  );
  if (revisions !== null)
    cleanRevisions(revisions).catch((error: unknown) => {
      logFailure(log, 'Cleaning up', error);
    });
}

/** The list of profiles, asked for once; a failure is asked again. */
function rememberProfiles(
  ask: () => Promise<readonly HardwareSummary[]>,
  log: Log,
): { readonly get: () => Promise<readonly HardwareSummary[]>; readonly forget: () => void } {
  let known: Promise<readonly HardwareSummary[]> | null = null;
  const forget = (): void => {
    known = null;
  };
  const get = (): Promise<readonly HardwareSummary[]> => {
    known ??= ask().catch((error: unknown) => {
      forget();
      logFailure(log, 'Hardware profiles', error);
      return [];
    });
    return known;
  };
  return { get, forget };
}
