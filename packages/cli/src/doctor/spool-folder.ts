import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { type Finding, ok, problem, warning } from './finding.ts'

/** The folder in which programs keep what could not be sent. */
export async function checkSpoolFolder(name: string, folder: string): Promise<Finding> {
  if (!isAbsolute(folder))
    return warning(name, `${folder}: which folder that is depends on where a program is started`, 'give a whole path')
  const found = await stat(folder).catch(() => undefined)
  if (!found) return ok(name, `${folder}: is made when it is needed`)
  if (!found.isDirectory()) return problem(name, `${folder} is no folder`, 'name a folder, or unset it')
  const canWrite = await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  if (canWrite) return ok(name, folder)
  return problem(name, `${folder}: you may not write there`, 'name a folder of your own, or unset it')
}
