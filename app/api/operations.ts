import type { AnyOperation } from './operation.ts'
import * as control from './operations/control.ts'
import * as datasets from './operations/datasets.ts'
import * as measurements from './operations/measurements.ts'
import * as networks from './operations/networks.ts'
import * as runs from './operations/runs.ts'
import * as server from './operations/server.ts'
import * as views from './operations/views.ts'

/** All of the API, in the order in which it is described. Every route serves one of these, and each is served. */
export const operations: readonly AnyOperation[] = [
  runs.createRun,
  runs.listRuns,
  runs.groupRuns,
  runs.getRun,
  runs.updateRun,
  runs.deleteRun,
  runs.restoreRun,
  control.pauseRun,
  control.resumeRun,
  control.stopRun,
  control.retryRun,
  control.setLearningRate,
  control.forkRun,
  control.replayRun,
  control.changeRuns,
  control.listEvents,
  measurements.getMetrics,
  measurements.compareRuns,
  measurements.getClock,
  measurements.compareClocks,
  measurements.timeToAccuracy,
  measurements.getDiagnostics,
  measurements.getHistogramSeries,
  measurements.listCheckpoints,
  views.saveView,
  views.getView,
  networks.getModel,
  networks.getEvaluation,
  networks.predict,
  networks.predictOne,
  datasets.listDatasets,
  datasets.listSamples,
  server.getQueue,
  server.getSettings,
  server.updateSettings,
  server.listActivations,
  server.getOpenApi,
]
