/** The stack's name, in CloudFormation and in the files of the assembly. */
export const STACK_NAME = 'LabSms';
