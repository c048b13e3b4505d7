const REQUESTS = ['Registered', 'SMS Provisioned', 'SMS Verification Requested', 'Decommission Requested'];
/** A rule as EventBridge lists it. */
export const rule = (detailType: string, State: 'ENABLED' | 'DISABLED' = 'ENABLED') => ({
  Name: `LabSms-${detailType.replaceAll(' ', '')}`,
  State,
  EventPattern: JSON.stringify({ 'detail-type': [detailType] }),
});

/** The rules on our bus, all enabled. */
export const ALL_RULES = REQUESTS.map((each) => rule(`Lab Org ${each}`));

/** What a scheduled function writes when it has run. */
export function scheduledLine(stage: string | undefined, time: number): string {
  return JSON.stringify({
    ...{ timestamp: new Date(time).toISOString(), level: 'INFO', service: 'lab-sms', message: 'done', requestId: 'x' },
    ...{ kind: 'stage', stage, startedBy: 'schedule', outcome: 'done', durationMs: 1, genesysCalls: 0 },
  });
}
