import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { tutorialSteps, withScreens } from '../test/cli/lab-sms/tutorial/tutorial-steps.ts';
import { walkTutorial } from '../test/cli/lab-sms/tutorial/tutorial-walk.ts';

const TUTORIAL = 'docs/tutorial.md';

/** Walks the tutorial and writes the screens that came of it into it; answers whether every command ended as it may. */
export async function writeTutorial(root: string): Promise<void> {
  const file = join(root, TUTORIAL);
  const text = readFileSync(file, 'utf8');
  const { steps } = await walkTutorial(root, tutorialSteps(text), () => new Map());
  for (const { step, exitCode } of steps) process.stdout.write(`${String(exitCode).padStart(3)}  ${step.line}\n`);
  const screens = steps.map(({ screen }) => screen);
  const written = await format(withScreens(text, screens), { ...(await resolveConfig(file)), filepath: file });
  writeFileSync(file, written);
  process.stdout.write(`${TUTORIAL}: ${written === text ? 'in step' : 'written'}\n`);
}
