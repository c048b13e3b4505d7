import { toldFailure } from '../../../cli/command-line/told-failure.ts';

function ofAws(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, $metadata: {} });
}

const EXPIRED = ofAws('ExpiredTokenException', 'The security token has expired');
const DENIED = ofAws('AccessDeniedException', 'may not');

describe('a failure of the surroundings', () => {
  it('ends with 3 as long as nothing was begun', () => {
    expect(toldFailure(EXPIRED)).toMatchObject({ exitCode: 3, message: 'your AWS credentials have expired.' });
  });

  it('ends with 1 and says where to look once something was begun, which may go on', () => {
    const told = toldFailure(EXPIRED, 1);
    expect(told.exitCode).toBe(1);
    expect(told.next).toContain('What was begun goes on where it can: lab-sms status shows it.');
  });

  it('ends with 3 when the first change was refused for want of rights, and with 1 when a later one was', () => {
    expect(toldFailure(DENIED, 1).exitCode).toBe(3);
    expect(toldFailure(DENIED, 2).exitCode).toBe(1);
  });
});

it('keeps its code when it is no matter of the surroundings', () => {
  expect(toldFailure(new Error('never seen'), 1)).toMatchObject({
    exitCode: 1,
    message: 'something went wrong that lab-sms did not foresee: never seen',
  });
});
