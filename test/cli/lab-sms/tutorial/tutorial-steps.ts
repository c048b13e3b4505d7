import { parse } from 'shell-quote';

/** One command of the tutorial, what is typed into it, and the screen that is shown for it. */
export interface TutorialStep {
  line: string;
  args: string[];
  answers: string[];
  /** Undefined where the tutorial shows none yet. */
  screen: string | undefined;
}

/** What a reader of the tutorial has open: the clone, at a place that stands for theirs. */
export const READERS_FOLDER = '/home/ann/lab-sms';

const NPX = 'npx lab-sms ';
const BLOCK = /^```(\w*)\n([\s\S]*?)^```$\n?/gm;

/** The commands of the tutorial in their order; those for a stack in an AWS account are none of this machine's. */
export function tutorialSteps(text: string): TutorialStep[] {
  return placedSteps(text).map(({ line, input, screen }) => ({
    line,
    args: argumentsOf(line),
    answers: input === undefined ? [] : input.content.trimEnd().split('\n'),
    screen: screen?.content.trimEnd(),
  }));
}

/** The tutorial with these screens, one for each of its steps in their order, instead of those that it shows. */
export function withScreens(text: string, screens: readonly string[]): string {
  let written = '';
  let at = 0;
  for (const [index, { end, screen }] of placedSteps(text).entries()) {
    const block = `\`\`\`\n${screens[index] ?? ''}\n\`\`\`\n`;
    written += text.slice(at, screen?.from ?? end) + (screen === undefined ? `\n${block}` : block);
    at = screen?.to ?? end;
  }
  return written + text.slice(at);
}

interface Block {
  kind: string;
  content: string;
  from: number;
  to: number;
}

/** A block of `sh`, the block of `input` that may come before the next one, and the plain block right after these. */
interface PlacedStep {
  line: string;
  input: Block | undefined;
  screen: Block | undefined;
  /** Where the screen is, or would be. */
  end: number;
}

function placedSteps(text: string): PlacedStep[] {
  const blocks = [...text.matchAll(BLOCK)].map((match): Block => {
    const [whole, kind = '', content = ''] = match;
    return { kind, content, from: match.index, to: match.index + whole.length };
  });
  return blocks.flatMap((block, index) => {
    const line = block.kind === 'sh' ? replayed(block.content) : undefined;
    if (line === undefined) return [];
    const next = blocks[index + 1];
    const input = next?.kind === 'input' ? next : undefined;
    const after = blocks[index + (input === undefined ? 1 : 2)];
    const end = (input ?? block).to;
    const screen = after?.kind === '' && text.slice(end, after.from).trim() === '' ? after : undefined;
    return [{ line, input, screen, end }];
  });
}

/** The command of a block of `sh`, if it is one to be replayed. @throws Error when there is anything beside it */
function replayed(content: string): string | undefined {
  const lines = content.trimEnd().split('\n');
  const ours = lines.filter((line) => line.startsWith(NPX) && !line.includes(' --stack '));
  if (ours.length > 0 && lines.length > 1)
    throw new Error(`a block of the tutorial holds one command of lab-sms and nothing else:\n${content}`);
  return ours[0];
}

function argumentsOf(line: string): string[] {
  return parse(line.slice(NPX.length)).map((word) => {
    if (typeof word !== 'string') throw new Error(`the tutorial's commands are plain words: ${line}`);
    return word;
  });
}
