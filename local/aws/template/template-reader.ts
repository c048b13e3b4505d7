import type { Json, JsonObject } from '../json.ts';
import { Intrinsics, type ResourceIdentity } from './intrinsics.ts';
import { generatedName, NAMINGS } from './physical-names.ts';
import { PropertyReader } from './property-reader.ts';

/** Kinds of resources that need no simulation: permissions, alarms and the like change nothing that runs locally. */
const WITHOUT_EFFECT: readonly string[] = [
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Events::EventBusPolicy',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Permission',
  'AWS::Logs::ResourcePolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
];

/** Kinds that are read elsewhere, though nothing refers to them by name. */
const READ_WITHOUT_NAME: readonly string[] = ['AWS::Lambda::EventInvokeConfig', 'AWS::Logs::QueryDefinition'];

/** One resource: its properties resolved, and what others call it. */
export interface TemplateResource {
  logicalId: string;
  name: string;
  ref: string;
  arn: string;
  properties: PropertyReader;
}

/** A synthesised template, read by kind of resource. A kind that the local world does not know is refused. */
export class TemplateReader {
  readonly stackName: string;
  readonly #resources: PropertyReader;
  readonly #intrinsics: Intrinsics;

  constructor(stackName: string, template: Json) {
    this.stackName = stackName;
    this.#resources = new PropertyReader(template, stackName).object('Resources');
    this.#intrinsics = new Intrinsics(stackName, (logicalId) => this.#identity(logicalId));
    for (const logicalId of Object.keys(this.#resources.value)) {
      const type = this.#resources.object(logicalId).string('Type');
      if (!(type in NAMINGS) && !WITHOUT_EFFECT.includes(type) && !READ_WITHOUT_NAME.includes(type)) {
        throw new Error(`${stackName}.${logicalId}: the local world does not simulate ${type}`);
      }
    }
  }

  /** The resources of one kind, in the order of the template. */
  ofType(type: string): TemplateResource[] {
    return Object.keys(this.#resources.value)
      .filter((logicalId) => this.#resources.object(logicalId).string('Type') === type)
      .map((logicalId) => {
        const where = `${this.stackName}.${logicalId}`;
        const properties = this.#intrinsics.resolve(this.#properties(logicalId), where);
        const identity = this.#identity(logicalId);
        return {
          logicalId,
          name: this.#name(logicalId),
          ref: identity?.ref ?? logicalId,
          arn: identity?.attributes.Arn ?? '',
          properties: new PropertyReader(properties, where),
        };
      });
  }

  #properties(logicalId: string): JsonObject {
    return this.#resources.object(logicalId).optionalObject('Properties')?.value ?? {};
  }

  #name(logicalId: string): string {
    const naming = NAMINGS[this.#resources.object(logicalId).string('Type')];
    const given = naming && this.#properties(logicalId)[naming.nameProperty];
    if (given === undefined) return generatedName(this.stackName, logicalId);
    const resolved = this.#intrinsics.resolve(given, `${this.stackName}.${logicalId}.${naming?.nameProperty ?? ''}`);
    return typeof resolved === 'string' ? resolved : generatedName(this.stackName, logicalId);
  }

  #identity(logicalId: string): ResourceIdentity | undefined {
    const resource = this.#resources.optionalObject(logicalId);
    const naming = resource && NAMINGS[resource.string('Type')];
    if (!naming) return undefined;
    const bus = this.#properties(logicalId).EventBusName;
    const busName = bus === undefined ? 'default' : this.#intrinsics.resolve(bus, `${this.stackName}.${logicalId}`);
    return naming.identity(this.#name(logicalId), typeof busName === 'string' ? nameInArn(busName) : 'default');
  }
}

/** The last part of an ARN, or the name itself. */
export function nameInArn(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:')
    ? nameOrArn.slice(Math.max(nameOrArn.lastIndexOf('/'), nameOrArn.lastIndexOf(':')) + 1)
    : nameOrArn;
}
