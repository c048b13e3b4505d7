import { readEnvironment, readSpendLimits, readTestSmsLimit } from '../../../src/runtime/environment.ts';

const complete = { LEDGER_TABLE_NAME: 'ledger', EVENT_BUS_NAME: 'bus', LAMBDA_TASK_ROOT: '/var/task' };

describe('the environment of a stage', () => {
  it('is read as the stack sets it, with no endpoint of its own on AWS', () => {
    expect(readEnvironment(complete)).toEqual({
      ledgerTableName: 'ledger',
      eventBusName: 'bus',
      taskRoot: '/var/task',
      genesysEndpointUrl: undefined,
    });
  });

  it('may point to a Genesys Cloud on loopback', () => {
    const env = { ...complete, GENESYS_ENDPOINT_URL: 'http://127.0.0.1:9000' };
    expect(readEnvironment(env).genesysEndpointUrl).toBe('http://127.0.0.1:9000');
  });

  it.each(Object.keys(complete))('is refused without %s, by name, when that is missing or empty', (name) => {
    for (const value of [undefined, '']) {
      expect(() => readEnvironment({ ...complete, [name]: value })).toThrow(`environment variable ${name} is missing`);
    }
  });
});

describe('the limits in the environment of a stage', () => {
  it('are numbers', () => {
    expect(readSpendLimits({ NUMBERS_PER_DAY: '20', NUMBERS_IN_ALL: '0' })).toEqual({ perDay: 20, inAll: 0 });
    expect(readTestSmsLimit({ TEST_SMS_PER_ORG_AND_DAY: '5' })).toBe(5);
  });

  it.each([
    [{ NUMBERS_PER_DAY: '20' }, 'NUMBERS_IN_ALL is missing'],
    [{ NUMBERS_PER_DAY: '', NUMBERS_IN_ALL: '1' }, 'NUMBERS_PER_DAY is missing'],
    [{ NUMBERS_PER_DAY: 'many', NUMBERS_IN_ALL: '1' }, 'NUMBERS_PER_DAY (many) is not a whole number'],
  ])('are never guessed: %j', (env, message) => {
    expect(() => readSpendLimits(env)).toThrow(message);
  });
});
