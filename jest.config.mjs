// Sources run as CommonJS in tests; the Genesys SDK's API files are ES modules and go through the same transform.
export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/assembly-setup.mjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.[cm]?[jt]sx?$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!purecloud-platform-client-v2/src/)'],
  // As in the bundles: the API classes get our transport and never the SDK's shared client.
  moduleNameMapper: { '^\\.\\./ApiClient\\.js$': '<rootDir>/src/genesys/sdk/no-default-client.mjs' },
  modulePathIgnorePatterns: ['<rootDir>/cdk.out/', '<rootDir>/.lab-sms/'],
  testTimeout: 60_000,
  // jest leaves one core free by default, which on two cores is half of them; much of a scenario is waiting anyway.
  maxWorkers: '100%',
};
