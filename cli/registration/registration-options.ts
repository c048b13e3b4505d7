type Options = readonly (readonly [flags: string, says: string])[];

/** The options of a registration; each one wins over the field of the file. */
export const REGISTRATION_OPTIONS: Options = [
  ['--file <file>', 'a registration as JSON, such as docs/examples/lab-org-registered.json'],
  ['--org <id>', 'the id of the Genesys Cloud org, as GET /api/v2/organizations/me shows it'],
  ['--name <name>', 'the name by which people know the org'],
  ['--region <region>', 'the AWS region of the org, such as eu-west-2'],
  ['--country <code>', 'the country of the number to buy, such as GB'],
  ['--type <type>', 'the kind of number: local, mobile or tollfree'],
  ['--area-code <digits>', 'the area code of the number to buy'],
  ['--pattern <digits>', 'digits of the number to buy, * for any'],
  ['--address-id <id>', 'the address that some countries ask for'],
  ['--adopt <number>', 'a number that the org owns, E.164, instead of buying one'],
  ['--queue <name>', 'the queue that sends from the number (G Ride unless given)'],
  ['--flow <name>', 'the message flow, by its name in flows/'],
  ['--lease-days <days>', 'decommission the org after so many days'],
  ['--on-failure <what>', 'keep or release what a failed run has bought (keep unless given)'],
  ['--replace <list>', 'what may be overwritten though it is not ours: flow,route,queueNumber'],
  ['--unlock-flow', 'take a flow from whoever has it open'],
  ['--abandon <number>', 'give up a number whose purchase is in doubt, E.164'],
];

/** The options by which the commands take the fields; the client secret is in none of them. */
export const SECRET_OPTIONS: Options = [
  ['--client-id <id>', "the OAuth client's id"],
  ['--secret-stdin', "takes the OAuth client's secret from the first line of stdin; else it is asked for, hidden"],
  ['--test-sms-to <number>', 'the phone that gets the test text, E.164, such as +447700900123'],
  ['--test-sms-text <text>', 'words of your own in the test text'],
];
