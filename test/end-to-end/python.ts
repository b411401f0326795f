import { spawnSync } from 'node:child_process'

/** Why nothing of Python can run here; `undefined` where it can. */
export const NO_PYTHON: string | undefined =
  spawnSync('python3', ['-c', 'import venv']).status === 0 ? undefined : 'python3 is not installed'

/** Most that making a virtual environment may take: packages are downloaded on the first run. */
export const VENV_TIMEOUT_MS = 300_000
