import type { IForbiddenRuleType } from 'dependency-cruiser';

/** The folders that the rules are about, and so the folders that are read. */
export const READ_FOLDERS = ['bin', 'lib', 'lambdas', 'src', 'local', 'cli', 'scripts', 'test'];

const OURS = `^(${READ_FOLDERS.join('|')})/`;
// A package that is not installed keeps its bare name, so both forms count.
const AWS_PACKAGES =
  '(^|node_modules/)(@aws-sdk|@aws-lambda-powertools|@smithy|aws-cdk-lib|constructs|aws-lambda)(/|$)';
const GENESYS_SDK_FILES = '(^|node_modules/)purecloud-platform-client-v2/src/';
const GENESYS_SDK_CLIENT = 'purecloud-platform-client-v2/.*ApiClient\\.js$';
// The product's types say what the fallback client looks like; they are no import of it.
const GENESYS_SDK_TYPINGS = '^src/genesys/sdk/deep-imports\\.d\\.ts$';

/** What is started by a name in package.json, cdk.json or the template, or put in place of another file by the bundler. */
const PRODUCT_ENTRIES =
  '^(bin/|lambdas/[^/]+/handler\\.ts$|cli/(start|genesys|local|deploy|destroy|main)\\.ts$|cli/lab-sms\\.mjs$|src/genesys/sdk/no-default-client\\.mjs$)';
const STARTED_BY_PATH = '(\\.d\\.ts|^local/aws/lambda/bootstrap\\.mjs)$';
// Under test/ the .mjs files are programs and set-ups that are named as text.
const TEST_ENTRIES = '(\\.test\\.ts|\\.d\\.ts|\\.mjs)$';

/** What the documents say of the command line. */
const TABLE_OF_COMMANDS = '^cli/(commands|command-line/(command|exit-codes|told-failure))\\.ts$';

/** One direction: the folder may import those files of ours and any package; everything else of ours is refused. */
function onlyImports(name: string, from: string, allowed: readonly string[], comment: string): IForbiddenRuleType {
  return { name, severity: 'error', comment, from: { path: from }, to: { path: OURS, pathNot: [...allowed] } };
}

function neverImports(name: string, from: string, refused: string[], comment: string): IForbiddenRuleType {
  return { name, severity: 'error', comment, from: { path: from }, to: { path: refused } };
}

/** Only an import that runs counts: the SDK's types are welcome everywhere. */
function genesysSdkFile(name: string, to: string, exceptFrom: string[], comment: string): IForbiddenRuleType {
  return {
    name,
    severity: 'error',
    comment,
    from: { path: OURS, pathNot: [...exceptFrom, GENESYS_SDK_TYPINGS] },
    to: { path: to, dependencyTypesNot: ['type-only'] },
  };
}

const DIRECTIONS: IForbiddenRuleType[] = [
  onlyImports('bin-only-lib', '^bin/', ['^bin/', '^lib/'], 'bin starts the CDK app and knows lib only'),
  onlyImports('lib-only-workflow', '^lib/', ['^lib/', '^src/workflow/'], 'lib knows a handler only as a path'),
  onlyImports('lambdas-only-src', '^lambdas/', ['^src/'], 'a handler imports src and never another handler'),
  onlyImports('workflow-nothing', '^src/workflow/', ['^src/workflow/'], 'the vocabulary imports nothing of ours'),
  onlyImports(
    'genesys-alone',
    '^src/genesys/',
    ['^src/(genesys|workflow)/'],
    'the Genesys client knows no ledger, stage or Lambda',
  ),
  onlyImports(
    'provisioning-domain',
    '^src/provisioning/',
    ['^src/(provisioning|genesys|ledger|workflow)/'],
    'the domain gets what runs it as narrow arguments',
  ),
  onlyImports('ledger-alone', '^src/ledger/', ['^src/(ledger|workflow)/'], 'the ledger knows no stage and no Genesys'),
  onlyImports('runtime-in-src', '^src/runtime/', ['^src/'], 'src imports nothing outside src'),
  onlyImports(
    'src-known-folders',
    '^src/(?!(workflow|genesys|provisioning|ledger|runtime)/)',
    [],
    'src has five folders',
  ),
  onlyImports('local-inner', '^local/', ['^local/', '^src/', '^lib/'], 'the local world knows no command and no test'),
  onlyImports(
    'simulator-alone',
    '^local/genesys/',
    ['^local/'],
    'the simulated Genesys Cloud shares no code with the product',
  ),
  onlyImports(
    'cli-outer',
    '^cli/',
    ['^cli/', '^local/', '^src/', '^lib/(settings|stack-name)\\.ts$'],
    'the command line knows the stack by where it runs, its name and its settings',
  ),
  onlyImports(
    'scripts-alone',
    '^scripts/(?!(count-costs|crash-matrix|generate-docs|storm|terminal-pictures)\\.ts$)',
    ['^scripts/', '^src/', '^lib/', TABLE_OF_COMMANDS, '^test/cli/lab-sms/tutorial/'],
    'scripts generate from and look at the sources',
  ),
  onlyImports(
    'crash-matrix-harness',
    '^scripts/crash-matrix\\.ts$',
    ['^test/(crash-matrix|in-process)/'],
    'the crash matrix is the harness that the tests use',
  ),
  onlyImports(
    'costs-played',
    '^scripts/count-costs\\.ts$',
    ['^scripts/', '^src/', '^lib/', '^test/costs/'],
    'the costs are those of a world that the tests play too',
  ),
  onlyImports('storm-scenarios', '^scripts/storm\\.ts$', ['^test/scenarios/'], 'the storm is the one of the scenarios'),
  onlyImports(
    'docs-scenarios',
    '^scripts/generate-docs\\.ts$',
    ['^scripts/', '^src/', '^lib/', TABLE_OF_COMMANDS, '^test/scenarios/scenario-table/'],
    'the documents show what the rows of the scenario table were seen to lead to',
  ),
  onlyImports(
    'pictures-of-screens',
    '^scripts/terminal-pictures\\.ts$',
    ['^scripts/terminal-svg\\.ts$', '^test/cli/lab-sms/', '^test/support/terminal\\.ts$'],
    'the pictures are screens of the command in the lab of its tests',
  ),
  {
    name: 'cli-src-types',
    severity: 'error',
    comment: 'of src, the command line runs the vocabulary only; the rest it knows by type',
    from: { path: '^cli/' },
    to: { path: '^src/', pathNot: '^src/workflow/', dependencyTypesNot: ['type-only'] },
  },
];

const PACKAGES: IForbiddenRuleType[] = [
  neverImports('genesys-no-aws', '^src/genesys/', [AWS_PACKAGES], 'the Genesys client knows nothing of AWS'),
  neverImports('provisioning-no-aws', '^src/provisioning/', [AWS_PACKAGES], 'the domain knows nothing of AWS'),
  neverImports('workflow-no-aws', '^src/workflow/', [AWS_PACKAGES], 'the vocabulary knows nothing of AWS'),
  genesysSdkFile(
    'genesys-sdk-files',
    GENESYS_SDK_FILES,
    ['^src/genesys/apis/'],
    'single API classes are taken in one folder',
  ),
  genesysSdkFile('genesys-sdk-client', GENESYS_SDK_CLIENT, [], "the SDK's shared client is never used"),
];

const SHAPE: IForbiddenRuleType[] = [
  { name: 'no-cycles', severity: 'error', comment: 'no file needs itself', from: {}, to: { circular: true } },
  {
    name: 'no-unresolved',
    severity: 'error',
    comment: 'every import of ours is there',
    from: {},
    to: { couldNotResolve: true, path: '^\\.' },
  },
  {
    name: 'no-dead-files',
    severity: 'error',
    comment: 'every file is reached from a handler, the CDK app or a command',
    from: { path: PRODUCT_ENTRIES },
    to: { path: '^(lib|src|local|cli)/', pathNot: [PRODUCT_ENTRIES, STARTED_BY_PATH], reachable: false },
  },
  {
    name: 'no-dead-test-support',
    severity: 'error',
    comment: 'every file under test/ is a test or used by one',
    module: { path: '^test/', pathNot: TEST_ENTRIES, numberOfDependentsLessThan: 1 },
    from: {},
  },
];

/** The import directions of the product; each is held by a planted violation in test/architecture. */
export const ARCHITECTURE_RULES: IForbiddenRuleType[] = [...DIRECTIONS, ...PACKAGES, ...SHAPE];
