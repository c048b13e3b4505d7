import { Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { EVENT_BUS_NAME, STAGE_LOG_GROUP_NAME } from '../src/workflow/names.ts';
import { decommissioningStateMachine } from './decommissioning-state-machine.ts';
import { EventRules } from './event-rules.ts';
import { keepFailedInvocations } from './failed-invocations.ts';
import { ledgerTable } from './ledger-table.ts';
import { auditLogGroup } from './log-groups.ts';
import { Monitoring } from './monitoring.ts';
import { provisioningStateMachine } from './provisioning-state-machine.ts';
import type { Settings } from './settings.ts';
import type { StageBundles } from './stage-bundles.ts';
import { stackOutputs } from './stack-outputs.ts';
import { stageFunctions } from './stage-functions.ts';
import { stageSchedules } from './stage-schedules.ts';
import { verificationStateMachine } from './verification-state-machine.ts';

export interface LabSmsStackProps extends StackProps {
  bundles: StageBundles;
  settings: Settings;
}

/** Everything of lab-sms in one stack: bus, ledger, stages, state machines, rules, schedules, monitoring. */
export class LabSmsStack extends Stack {
  constructor(scope: Construct, id: string, props: LabSmsStackProps) {
    super(scope, id, props);
    const eventBus = new EventBus(this, 'LabOrgs', { eventBusName: EVENT_BUS_NAME });
    const ledger = ledgerTable(this);
    const logGroup = auditLogGroup(this, 'StageLogs', STAGE_LOG_GROUP_NAME);
    const functions = stageFunctions(this, {
      bundles: props.bundles,
      ledger,
      eventBus,
      logGroup,
      settings: props.settings,
    });
    const provisioning = provisioningStateMachine(this, functions);
    const verification = verificationStateMachine(this, functions);
    const decommissioning = decommissioningStateMachine(this, functions);
    const rules = new EventRules(this, 'Rules', {
      eventBus,
      provisioning,
      verification,
      decommissioning,
      recordFailure: functions.RecordFailure.function,
    });
    stageSchedules(this, functions);
    keepFailedInvocations(this, functions);
    new Monitoring(this, 'Monitoring', { rules, functions, logGroup, alarmEmails: props.settings.alarmEmails });
    stackOutputs(this, {
      eventBus,
      ledger,
      logGroup,
      machines: {
        'lab-sms-provisioning': provisioning,
        'lab-sms-verification': verification,
        'lab-sms-decommissioning': decommissioning,
      },
    });
  }
}
