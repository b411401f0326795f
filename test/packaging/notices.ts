import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const PACKAGE = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/
const LICENSE = /^(licen[cs]e|notice|copying)(\.|-|$)/i

/**
 * The licences of other people's packages that a bundle contains: they ask to be passed on.
 * @param inputs absolute paths of the files that went into the bundle
 * @returns Markdown, or undefined when there is nothing of others in it
 */
export function thirdPartyNotices(inputs: readonly string[]): string | undefined {
  const folders = new Set(inputs.map((path) => PACKAGE.exec(path)?.[1]).filter((folder) => folder !== undefined))
  if (folders.size === 0) return undefined
  const parts = [...folders].map(noticeOf).sort()
  return ['# Licences of the packages inside\n', ...new Set(parts)].join('\n')
}

function noticeOf(folder: string): string {
  const { name, version, license }: Record<string, unknown> = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const files = readdirSync(folder).filter((file) => LICENSE.test(file))
  if (files.length === 0 && license === undefined) throw new Error(`${name} in ${folder} names no licence: it cannot be passed on`)
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim().replaceAll(/^/gm, '    '))
  return [`## ${name} ${version} (${license})\n`, ...texts.map((text) => `${text}\n`)].join('\n')
}
