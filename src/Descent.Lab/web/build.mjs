// Installs what the page needs and builds it into ../wwwroot, one process at a time: several builds may ask at once.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const output = '../wwwroot';
const stamp = join(output, 'built');
const lock = '.building';
const patience = 10 * 60 * 1000;

// A build that was killed leaves its lock behind; one that lives touches it.
async function acquire() {
    for (const start = Date.now(); Date.now() - start < patience;) {
        try {
            mkdirSync(lock);
            return;
        } catch (error) {
            if (error.code !== 'EEXIST') {
                throw error;
            }
        }

        try {
            if (Date.now() - statSync(lock).mtimeMs > 5 * 60 * 1000) {
                rmSync(lock, { recursive: true, force: true });
            }
        } catch {
            // It was given back meanwhile.
        }

        await new Promise(resolve => setTimeout(resolve, 250));
    }

    throw new Error(`Another build of the page has not ended in ten minutes. If there is none, remove ${lock} in this folder.`);
}

function run(command, ...options) {
    const now = new Date();
    utimesSync(lock, now, now);
    const { status, error, stdout, stderr } = spawnSync(command, options, { encoding: 'utf8', shell: process.platform === 'win32' });
    if (error || status !== 0) {
        process.stderr.write(`${stdout ?? ''}${stderr ?? ''}${error ?? ''}\n`);
        throw new Error(`'${command} ${options.join(' ')}' failed.`);
    }
}

function newest(path) {
    const info = statSync(path);
    return info.isDirectory() ? Math.max(info.mtimeMs, ...readdirSync(path).map(name => newest(join(path, name)))) : info.mtimeMs;
}

function isCurrent() {
    const sources = readdirSync('.').filter(name => !name.startsWith('.') && !['node_modules', 'output', 'generated'].includes(name));
    return existsSync(stamp) && sources.every(name => newest(name) <= statSync(stamp).mtimeMs);
}

function install() {
    const mark = 'node_modules/.installed';
    const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
    if (!existsSync(mark) || readFileSync(mark, 'utf8') !== wanted) {
        run('npm', 'ci', '--no-audit', '--no-fund');
        writeFileSync(mark, wanted);
    }
}

await acquire();
try {
    if (!isCurrent()) {
        const started = new Date();
        install();
        rmSync('output', { recursive: true, force: true });
        run('npm', 'run', 'build');
        rmSync(output, { recursive: true, force: true });
        renameSync('output', output);
        writeFileSync(stamp, '');
        utimesSync(stamp, started, started);
    }
} finally {
    rmSync(lock, { recursive: true, force: true });
}
