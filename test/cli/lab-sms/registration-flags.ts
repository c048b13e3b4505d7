import { ORG_ID } from '../../scenarios/lab.ts';

/** The lab's org on the command line of `lab-sms register`. */
export const REGISTRATION_FLAGS = [
  '--org',
  ORG_ID,
  '--name',
  'Scenario Lab',
  '--region',
  'eu-west-2',
  '--country',
  'GB',
  '--type',
  'mobile',
];
