// The import table of docs/ARCHITECTURE.md. `allow` says what a folder may import of this project;
// everything else inside the project is forbidden. Packages are named where only one place may use them.

const nouns = 'lib/(runs|settings|views)'
const pure = ['lib/series', 'lib/nn', 'lib/datasets/catalogue[.]ts']
const client = [
  'lib/contracts',
  'lib/nn',
  'lib/kernels',
  'lib/series',
  'lib/datasets/(catalogue|spirals)[.]ts',
  'lib/runs/network-spec[.]ts',
]
const clientFolders = 'app/(components|format|hooks|inference|requests|stream|theme[.]ts)'

const allow = [
  { from: 'lib/nn', to: ['lib/nn'] },
  { from: 'lib/series', to: ['lib/series'] },
  { from: 'lib/kernels', to: ['lib/kernels', 'lib/nn'] },
  { from: 'lib/datasets', to: ['lib/datasets', 'lib/nn/(random|spec)[.]ts'] },
  {
    from: 'lib/contracts',
    to: ['lib/contracts', 'lib/nn/(names|activations)[.]ts', 'lib/datasets/catalogue[.]ts'],
  },
  { from: 'lib/errors[.]ts', to: ['lib/contracts'] },
  { from: 'lib/(config|log|http|origin)[.]ts', to: ['lib/(errors|log)[.]ts'] },
  { from: nouns, to: [nouns, 'lib/contracts', 'lib/errors[.]ts', 'lib/log[.]ts', ...pure] },
  ...['db', 'queue', 'realtime'].map((driver) => ({
    from: `lib/${driver}`,
    to: [
      `lib/${driver}`,
      'lib/contracts',
      'lib/errors[.]ts',
      'lib/log[.]ts',
      'lib/origin[.]ts',
      `${nouns}/(ports|log-ports|network-ports)[.]ts`,
      ...pure,
    ],
  })),
  { from: 'lib/status', to: ['lib/status', 'lib/contracts'] },
  { from: 'lib/telemetry', to: ['lib/telemetry', 'lib/contracts', `${nouns}/ports[.]ts`] },
  {
    from: 'lib/runtime[.]ts',
    to: [
      'lib/nn/names[.]ts',
      'lib/contracts',
      'lib/runs/(runs|networks|samples)[.]ts',
      'lib/settings/settings[.]ts',
      'lib/views/views[.]ts',
      'lib/log[.]ts',
    ],
  },
  {
    from: 'workers',
    to: [
      'workers',
      'lib/nn',
      'lib/kernels',
      'lib/datasets',
      'lib/contracts',
      'lib/series',
      'lib/runs/(ports|network-ports|network-spec)[.]ts',
    ],
  },
  { from: clientFolders, to: [clientFolders, ...client] },
  { from: 'app', to: ['app', ...client, 'lib/errors[.]ts', 'lib/runtime[.]ts'] },
]

const toPaths = (patterns) => patterns.map((pattern) => `^${pattern}(/|$)`)
const byLength = allow.toSorted((a, b) => b.from.length - a.from.length)

const table = byLength.map(({ from, to }, index) => ({
  name: `table: ${from}`,
  severity: 'error',
  // The most particular row that fits a file is the one that holds for it.
  from: { path: toPaths([from]), pathNot: toPaths(byLength.slice(0, index).map((row) => row.from)) },
  to: { path: ['^(app|lib|workers|scripts|test|bench|server[.]ts)'], pathNot: toPaths(to) },
}))

const only = (name, packages, from) => ({
  name: `only ${name}`,
  severity: 'error',
  from: { path: '^(app|lib|workers|server[.]ts)', pathNot: from },
  to: { path: `node_modules/(${packages})/` },
})

export default {
  forbidden: [
    ...table,
    only('lib/db speaks to PostgreSQL', '@prisma|pg', '^lib/db/'),
    only('lib/queue uses pg-boss', 'pg-boss', '^lib/queue/'),
    only('lib/realtime uses socket.io', 'socket[.]io', '^lib/realtime/'),
    only('lib/telemetry speaks to Prometheus', 'prom-client', '^lib/telemetry/'),
    only('workers use Piscina', 'piscina', '^workers/(pool|evaluator|evaluate)[.]ts'),
    only('bench compares with TensorFlow.js', '@tensorflow', '^$'),
    only('lib/kernels/build.ts compiles kernels', 'assemblyscript', '^lib/kernels/build[.]ts'),
    {
      name: 'lib/nn and lib/series use no package',
      severity: 'error',
      from: { path: '^lib/(nn|series)/' },
      to: { dependencyTypesNot: ['local', 'type-only'] },
    },
    {
      name: 'no cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'nothing imports the server',
      severity: 'error',
      from: { path: '^(app|lib|workers)' },
      to: { path: '^server[.]ts' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    includeOnly: '^(app|lib|workers|scripts|bench|server[.]ts|node_modules)',
    exclude: '(^lib/db/client/|^lib/kernels/assembly/|[.]css$)',
    doNotFollow: { path: ['node_modules', '^lib/db/client'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
