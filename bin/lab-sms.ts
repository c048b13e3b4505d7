import { dirname } from 'node:path';
import process from 'node:process';
import { synthesise } from '../lib/synthesise.ts';

// The CDK app. Under the CDK CLI the folder comes from CDK_OUTDIR; run alone it is cdk.out.
await synthesise(dirname(import.meta.dirname), process.env.CDK_OUTDIR ?? 'cdk.out');
