import type { KeptThing } from '../ledger/lab-org-record.ts';
import type { OrgWork } from './org-work.ts';

/** Names what stays in the org because it isn't ours; the ledger has it once, however often the stage runs. */
export async function keep(work: OrgWork, thing: KeptThing): Promise<void> {
  const { decommissioning } = work.record;
  if (decommissioning === undefined) throw new Error('nothing is kept outside a decommissioning');
  const { kept } = decommissioning;
  const isKnown = kept.some(({ what, id }) => what === thing.what && id === thing.id);
  work.audit({
    phase: 'refused',
    change: `undo ${thing.what}`,
    resourceId: thing.id,
    after: `left alone: ${thing.why}`,
  });
  if (!isKnown) await work.change({ decommissioning: { ...decommissioning, kept: [...kept, thing] } });
}

/** `message route +44… : …`: a kept thing as people read it. */
export function keptText({ what, id, why }: KeptThing): string {
  return `${what} ${id}: ${why}`;
}
