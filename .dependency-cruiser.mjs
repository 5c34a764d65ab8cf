// Who may import whom. The table of docs/architecture.md as rules: each layer has a list of what it may reach, and everything
// else is an error. tests/architecture/layers.test.ts plants a violation of every rule and expects it to be found.

/** What each folder of src/ may import besides itself. */
const layers = {
  lib: [],
  core: ['lib/'],
  entities: ['core/', 'lib/'],
  connectors: ['entities/', 'core/', 'lib/'],
  store: ['entities/', 'core/', 'lib/'],
  jobs: ['lib/'],
  engine: ['connectors/connector\\.ts$', 'store/[a-z-]+\\.ts$', 'store/views/', 'jobs/', 'entities/', 'core/', 'lib/'],
  erasure: ['engine/', 'connectors/(connector|privacy)\\.ts$', 'store/[a-z-]+\\.ts$', 'store/views/', 'jobs/', 'entities/', 'core/', 'lib/'],
  imports: ['engine/', 'connectors/connector\\.ts$', 'store/[a-z-]+\\.ts$', 'jobs/', 'entities/', 'core/', 'lib/'],
  api: [
    'engine/', 'erasure/', 'imports/', 'store/[a-z-]+\\.ts$', 'store/views/', 'jobs/', 'connectors/connector\\.ts$', 'config(-changes)?\\.ts$',
    'entities/', 'core/', 'lib/',
  ],
  cli: ['(?!web/|main\\.ts$)'],
  web: ['api/contract\\.ts$', 'api/contract/'],
  sandbox: ['lib/'],
};

/** What the browser is sent, and nothing else. */
const webPackages = 'react|react-dom|react-router|react-i18next|i18next|@mantine/[^/]+|mantine-datatable|@tanstack/react-query|dayjs';

/** Packages that belong to some folders only. */
const packages = {
  'pg|kysely|pg-copy-streams': ['store/postgres/'],
  pdfkit: ['erasure/'],
  'yauzl|csv-parse|sax': ['imports/'],
  'pg-boss|node-cron': ['jobs/'],
  express: ['api/', 'sandbox/'],
  axios: ['connectors/'],
  'openid-client': ['api/'],
  'oidc-provider': ['sandbox/'],
  [webPackages]: ['web/'],
};

const layerRules = Object.entries(layers).map(([layer, allowed]) => ({
  name: `layer-${layer}`,
  severity: 'error',
  comment: `src/${layer} may import only itself and: ${allowed.join(', ') || 'nothing'}`,
  from: { path: `^src/${layer}/` },
  to: { path: '^src/', pathNot: [`^src/${layer}/`, ...allowed.map((path) => `^src/${path}`)] },
}));

const packageRules = Object.entries(packages).map(([names, homes]) => ({
  name: `package-${names.split('|')[0]}`,
  severity: 'error',
  comment: `${names} only in ${homes.join(', ')}`,
  from: { path: '^src/', pathNot: homes.map((home) => `^src/${home}`) },
  to: { path: [`node_modules/(${names})/`, `node_modules/@types/(${names})/`, `^(${names})$`] },
}));

export default {
  forbidden: [
    ...layerRules,
    ...packageRules,
    {
      name: 'config-below-everything',
      severity: 'error',
      comment: 'configuration and manifest know the declarations and the list of jobs, and nothing else that runs',
      from: { path: '^src/(config|manifest)[^/]*\\.ts$' },
      to: { path: '^src/', pathNot: ['^src/(config|manifest)[^/]*\\.ts$', '^src/(entities|core|lib|jobs)/'] },
    },
    {
      name: 'web-in-a-browser',
      severity: 'error',
      comment: 'what runs in a browser reaches for no module of Node',
      from: { path: '^src/web/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'web-packages',
      severity: 'error',
      comment: 'the web app has its own short list of packages',
      from: { path: '^src/web/' },
      to: { path: 'node_modules/', pathNot: `node_modules/(@types/)?(${webPackages}|zod)/` },
    },
    {
      name: 'connectors-apart',
      severity: 'error',
      comment: 'one connector never imports another',
      from: { path: '^src/connectors/([^/]+)/' },
      to: { path: '^src/connectors/[^/]+/', pathNot: '^src/connectors/$1/' },
    },
    {
      name: 'connectors-shared',
      severity: 'error',
      comment: 'what connectors share knows none of them',
      from: { path: '^src/connectors/[^/]+\\.ts$' },
      to: { path: '^src/connectors/[^/]+/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'a file that nothing imports and that imports nothing',
      from: { orphan: true, path: '^src/', pathNot: '^src/web/public/' },
      to: {},
    },
    { name: 'no-tests-from-src', severity: 'error', from: { path: '^src/' }, to: { path: '^tests/' } },
    {
      name: 'no-development-packages',
      severity: 'error',
      comment: 'what runs in production is a dependency, not a devDependency',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
  },
};
