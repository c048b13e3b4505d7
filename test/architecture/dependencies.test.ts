import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
  integrity?: string;
  hasInstallScript?: boolean;
  inBundle?: boolean;
}

const root = join(__dirname, '..', '..');
const json = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));
const { dependencies, devDependencies, allowScripts } = json('package.json') as Record<string, Record<string, string>>;
const { packages } = json('package-lock.json') as { packages: Record<string, Locked> };
const locked = Object.entries(packages).filter(([path]) => path !== '');

describe('the packages that this is built with', () => {
  it('are asked for in one version each, so that a new one is a change that somebody makes', () => {
    const ranges = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(ranges).toEqual([]);
  });

  it('are known by their content: what is installed is what was locked', () => {
    expect(locked.length).toBeGreaterThan(100);
    expect(locked.filter(([, { integrity, inBundle }]) => integrity === undefined && !inBundle)).toEqual([]);
  });

  it('run a program when they are installed only where package.json names them', () => {
    const running = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
    const names = running.map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect([...new Set(names)].sort()).toEqual(Object.keys(allowScripts ?? {}).sort());
  });
});
