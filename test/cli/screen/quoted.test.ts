import { quoted } from '../../../cli/screen/quoted.ts';
import { runProgram } from '../../support/run-node.ts';

it.each(['G Ride Lab London', `Ann's lab`, 'Lab "A" $(date) `id` \\ $HOME !!', `both ' and "`])(
  'a shell reads %p as it is, and runs nothing of it',
  async (name) => {
    const { stdout } = await runProgram('bash', ['--norc', '-c', `cat > /dev/null; printf '%s' ${quoted(name)}`]);
    expect(stdout).toBe(name);
  },
);
