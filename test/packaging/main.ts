/** `npm run pack [-- FOLDER]`: writes what is published as tarballs into a folder, and says in which order to publish them. */
import { join, resolve } from 'node:path'
import { packAll } from './pack.ts'
import { ROOT } from './workspaces.ts'

const folder = resolve(process.argv[2] ?? join(ROOT, '.packages'))
for (const { file, sizeBytes } of await packAll(folder)) console.log(`${file} ${(sizeBytes / 1024).toFixed(0)} KB`)
