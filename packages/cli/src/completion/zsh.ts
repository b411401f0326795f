import type { Choice, CompletedOption, Place } from './completion-tree.ts'
import { pathPatterns, quotedForSh, valueNames } from './sh-words.ts'

/** A script for zsh: to be sourced behind `compinit`, or put into a folder of `fpath` as `_tracker`. */
export function zshCompletion(places: readonly Place[]): string {
  return `#compdef tracker
_tracker() {
  local place="" word index
  local -a choices
  for ((index = 2; index < CURRENT; index++)); do
    word="\${words[index]}"
    case "\${place:+$place }$word" in
      ${pathPatterns(places)}) place="\${place:+$place }$word" ;;
      *) break ;;
    esac
  done
  local previous="\${words[CURRENT-1]}"
  # --format=js is one word: its value is completed behind the sign.
  if [[ "\${words[CURRENT]}" == --*=* ]]; then
    previous="\${words[CURRENT]%%=*}"
    compset -P '*='
  fi
  case "$place $previous" in
    ${places.flatMap(valueCases).join('\n    ')}
  esac
  case "$place" in
    ${places.map(wordCase).join('\n    ')}
  esac
  if (( $#choices )); then _describe -t choices tracker choices; else _files; fi
}
# Loaded from fpath this is the function's own body; sourced, it is registered.
if [ "\${funcstack[1]}" = "_tracker" ]; then _tracker "$@"; else compdef _tracker tracker; fi`
}

function valueCases({ path, options }: Place): readonly string[] {
  return options.filter(({ takesValue }) => takesValue).map((option) => `${valueNames(path, option)}) ${valuesOf(option)}; return ;;`)
}

function valuesOf({ values, isPath, summary }: CompletedOption): string {
  if (values.length > 0) return `compadd -- ${values.map(quotedForSh).join(' ')}`
  return isPath ? '_files' : `_message ${quotedForSh(summary)}`
}

function wordCase({ path, words, options }: Place): string {
  return `${quotedForSh(path)}) choices=(${[...words, ...options].map(described).join(' ')}) ;;`
}

/** `word:what it means`, as `_describe` wants it. */
function described({ word, summary }: Choice): string {
  return quotedForSh(summary === '' ? word : `${word.replaceAll(':', '\\:')}:${summary}`)
}
