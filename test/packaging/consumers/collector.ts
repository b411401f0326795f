/** A program that opens a database, whose path is its argument, and prints the titles or names of its sessions. */
import { AppError, openLocalApi } from '@ai-tracker/collector'
import type { List, Session } from '@ai-tracker/collector/contract'

const file = process.argv[2]
if (file === undefined) throw new AppError('invalid', 'the path of a database was expected')
const api = openLocalApi(file)
const response = await api.request('/api/v1/sessions')
const sessions = (await response.json()) as List<Session>
api.close()
console.log(sessions.items.map(({ workflow }) => workflow).join('\n'))
