import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandInTerminal, type SeenCommand } from './command-in-terminal.ts';
import { READERS_FOLDER, type TutorialStep } from './tutorial-steps.ts';

/** A step as it went this time. */
export interface WalkedStep extends SeenCommand {
  step: TutorialStep;
}

/** What a walk came to. */
export interface Walk {
  steps: WalkedStep[];
  /** The files that the commands wrote beside what a clone has. */
  files: ReadonlyMap<string, string>;
}

/**
 * Types every command of the tutorial, in a folder of its own that a reader's clone seems to be, against a local world that the
 * commands start in the background; the world is ended and the folder is gone afterwards.
 */
export async function walkTutorial(
  root: string,
  steps: readonly TutorialStep[],
  read: (folder: string) => ReadonlyMap<string, string>,
): Promise<Walk> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lab-sms-tutorial-')));
  const state = join(folder, '.lab-sms', 'state');
  mkdirSync(state, { recursive: true });
  symlinkSync(join(root, 'docs'), join(folder, 'docs'));
  const command = (args: readonly string[], answers: readonly string[] = []): Promise<SeenCommand> =>
    commandInTerminal([join(root, 'cli', 'lab-sms.mjs'), ...args, '--state', state], { folder, answers });
  try {
    const walked: WalkedStep[] = [];
    for (const step of steps) {
      const { exitCode, screen } = await command(step.args, step.answers);
      walked.push({ step, exitCode, screen: screen.replaceAll(folder, READERS_FOLDER) });
    }
    return { steps: walked, files: read(folder) };
  } finally {
    await command(['local', '--stop']);
    rmSync(folder, { recursive: true, force: true });
  }
}
