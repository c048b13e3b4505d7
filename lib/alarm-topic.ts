import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

/** Where alarms go; each address of the settings confirms its subscription once, by the mail that AWS sends it. */
export function alarmTopic(scope: Construct, emails: readonly string[]): Topic {
  const topic = new Topic(scope, 'Alarms', { topicName: 'lab-sms-alarms', enforceSSL: true });
  for (const email of emails) topic.addSubscription(new EmailSubscription(email));
  return topic;
}
