import { DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { storeSecret } from '../../../cli/registration/register.ts';
import { arn } from '../../../local/aws/identity.ts';
import type { Fault, GenesysSimulator, OrgView, WorldSnapshot } from '../../../local/genesys/simulator.ts';
import type { LabOrgRecord } from '../../../src/ledger/lab-org-record.ts';
import {
  DECOMMISSION_REQUESTED,
  LAB_ORGS_SOURCE,
  REGISTERED,
  VERIFICATION_REQUESTED,
} from '../../../src/workflow/events.ts';
import { secretName } from '../../../src/workflow/names.ts';
import type { StageName } from '../../../src/workflow/stages.ts';
import type { PlannedFault } from '../../crash-matrix/call-tap.ts';
import { orgNow } from '../../crash-matrix/evidence.ts';
import { ORG_ID, REGISTRATION, SECRET } from '../../crash-matrix/matrix-org.ts';
import type { Universe } from '../../crash-matrix/universe.ts';

/** A number as the simulated Genesys Cloud keeps it. */
type HiddenNumber = WorldSnapshot['orgs'][number]['phoneNumbers'][number];

/** What happens to the org in one row of the table: the verbs that the rows are written in. */
export class Scene {
  readonly universe: Universe;
  #untouched: OrgView;
  readonly #textsBefore: number;
  #watched: string | undefined;

  constructor(universe: Universe, untouched: OrgView) {
    this.universe = universe;
    this.#untouched = untouched;
    this.#textsBefore = orgNow(universe).texts.length;
  }

  /** The org as people had it; what is left is told against this. */
  get untouched(): OrgView {
    return this.#untouched;
  }

  /** How many texts have left the org in this row. */
  get textsSent(): number {
    return this.org.texts.length - this.#textsBefore;
  }

  /** The execution that the row is about, where it isn't the machine's last one. */
  get watched(): string | undefined {
    return this.#watched;
  }

  get control(): GenesysSimulator['control'] {
    return this.universe.genesys;
  }

  /** The org in the simulated Genesys Cloud. */
  get org(): OrgView {
    return orgNow(this.universe);
  }

  /** The org's only number. */
  get number(): string {
    return this.org.phoneNumbers[0]?.phoneNumber ?? '';
  }

  /** What people have done to the org until now was there first. */
  foundLikeThis(): void {
    this.#untouched = this.org;
  }

  /** Registers the org and waits until nothing runs any more. */
  async register(changes: object = {}): Promise<void> {
    await this.send(REGISTERED, { ...REGISTRATION, ...changes });
    await this.universe.idle();
  }

  /** Asks for a verification and waits. */
  async verify(): Promise<void> {
    await this.send(VERIFICATION_REQUESTED, { genesysOrgId: ORG_ID });
    await this.universe.idle();
  }

  /** Asks for the decommissioning and waits. */
  async decommission(changes: object = {}): Promise<void> {
    await this.send(DECOMMISSION_REQUESTED, { genesysOrgId: ORG_ID, ...changes });
    await this.universe.idle();
  }

  /** Puts an event on the bus and waits for nothing. */
  send(detailType: string, detail: object): Promise<void> {
    return this.universe.send({ source: LAB_ORGS_SOURCE, detailType, detail });
  }

  /** Starts a machine by hand, without an event, and waits. */
  async startByHand(machine: string, input: object): Promise<void> {
    const stateMachineArn = arn('states', `stateMachine:${machine}`);
    await this.universe.aws.stepFunctions.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
    );
    await this.universe.idle();
  }

  /** Redrives the org's execution that the ledger named at that moment, and waits; the row is about it. */
  async redrive(executionArn: string): Promise<void> {
    this.#watched = executionArn;
    await this.universe.redrive(executionArn);
    await this.universe.idle();
  }

  /** Lets an operation of Genesys go wrong: for good, unless `times` says how often. */
  genesysFails(operation: string, fault: Omit<Fault, 'operation'>): void {
    this.control.addFault({ operation, times: 10_000, ...fault });
  }

  /** Lets the first calls of a stage to a service go wrong. */
  callsFail(fault: Omit<PlannedFault, 'nth'>, times = 1): void {
    this.universe.tap.begin(Array.from({ length: times }, (_, index) => ({ ...fault, nth: index + 1 })));
  }

  /** Does something whenever a stage is about to make its nth call, or any call, of an operation. */
  whenCalled(stage: StageName, operation: string, act: () => void, nth?: number): void {
    const { tap } = this.universe;
    tap.begin([], () => {
      const call = tap.calls.at(-1);
      if (call?.stage === stage && call.operation === operation && (nth ?? call.nth) === call.nth) act();
    });
  }

  /** Lets Genesys itself have a number otherwise than a client or a person could bring about. */
  genesysHas(change: Partial<HiddenNumber>): void {
    const snapshot = this.control.snapshot();
    for (const number of snapshot.orgs.flatMap(({ phoneNumbers }) => phoneNumbers)) Object.assign(number, change);
    this.control.restore(snapshot);
  }

  /** Stores another secret than the right one, or none. */
  async secretIs(secret: string | object | undefined): Promise<void> {
    const { aws } = this.universe;
    if (secret !== undefined)
      await storeSecret(aws, ORG_ID, typeof secret === 'string' ? secret : JSON.stringify(secret));
    else
      await aws.secretsManager.send(
        new DeleteSecretCommand({ SecretId: secretName(ORG_ID), ForceDeleteWithoutRecovery: true }),
      );
  }

  /** Stores the right secret, with changes. */
  secretWith(changes: object): Promise<void> {
    return this.secretIs({ ...SECRET, ...changes });
  }

  /** What the ledger has of the org. */
  async record(): Promise<LabOrgRecord> {
    const record = await this.universe.record();
    if (record === undefined) throw new Error('the ledger has no such org');
    return record;
  }

  /** Puts an item into the ledger as it is. */
  async inLedger(item: object): Promise<void> {
    const { genesys, ledger } = await this.universe.snapshot();
    this.universe.forgetContainers();
    await this.universe.restore({ genesys, ledger: [...ledger, item as Record<string, unknown>] });
  }

  /** Today's UTC date. */
  get today(): string {
    return new Date(this.universe.clock.now()).toISOString().slice(0, 10);
  }
}
