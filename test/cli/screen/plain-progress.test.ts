import { plainProgress } from '../../../cli/screen/plain-progress.ts';
import type { ExecutionNews } from '../../../cli/runs/follow-execution.ts';

const STAGES = ['PurchaseSmsPhoneNumber', 'AwaitSmsPhoneNumber', 'RecordProvisioned'];
const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 1, 8, 0, seconds));
const entered = (stage: string, seconds: number): ExecutionNews => ({ kind: 'entered', stage, at: at(seconds) });
const failed = (stage: string, error: string, message: string, seconds: number): ExecutionNews => ({
  kind: 'failed once',
  stage,
  error,
  message,
  at: at(seconds),
});

it('tells stages, waits with their reason and time so far, retries, a way back and the end, in 80 columns', async () => {
  const lines: string[] = [];
  const progress = plainProgress('Provisioning of Lab 07', STAGES, (line) => lines.push(...line.split('\n')));
  const org = 'Org Lab 07 (11111111-2222-4333-8444-555555555555): ';
  const pending = `${org}the number +447700900007 is Pending, and it takes from a few seconds up to an hour until it is there.`;
  for (const news of [
    entered('NoStageOfOurs', 0),
    entered('PurchaseSmsPhoneNumber', 0),
    failed('PurchaseSmsPhoneNumber', 'GenesysRateLimitError', `${org}too many requests.`, 3),
    entered('AwaitSmsPhoneNumber', 20),
    failed('AwaitSmsPhoneNumber', 'SmsPhoneNumberNotReady', pending, 22),
    failed('AwaitSmsPhoneNumber', 'SmsPhoneNumberNotReady', pending, 25),
    failed('AwaitSmsPhoneNumber', 'SmsPhoneNumberFailed', `${org}the carrier refused it.`, 30),
    entered('PurchaseSmsPhoneNumber', 30),
    failed('PurchaseSmsPhoneNumber', 'SpendLimitReached', `${org}no more numbers today.`, 31),
  ])
    progress.tell(news);
  await progress.end('FAILED SpendLimitReached');
  expect(lines.map((line) => line.replace(/after [\d.]+ (ms|s)/, (time) => time.replace(/\.\d/, '')))).toEqual([
    'Provisioning of Lab 07',
    '  PurchaseSmsPhoneNumber',
    '    after 3 s, try 1 failed (GenesysRateLimitError): too many requests.',
    '  AwaitSmsPhoneNumber',
    '    after 2 s, try 1, waiting: the number +447700900007 is Pending, and it',
    '      takes from a few seconds up to an hour until it is there.',
    '    after 5 s, try 2, waiting: the same',
    '    after 10 s, going back (SmsPhoneNumberFailed): the carrier refused it.',
    '  PurchaseSmsPhoneNumber (entered 2 times)',
    '    after 1 s, failed (SpendLimitReached): no more numbers today.',
    '  failed: FAILED SpendLimitReached',
  ]);
});
