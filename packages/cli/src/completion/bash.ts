import type { CompletedOption, Place } from './completion-tree.ts'
import { pathPatterns, quotedForSh, valueNames } from './sh-words.ts'

/**
 * A script for bash 3.2 (macOS) and later, without the bash-completion package. Bash breaks words at `=`, so `--format=js` comes as
 * three words, or as one where a person has taken `=` out of `COMP_WORDBREAKS`.
 */
export function bashCompletion(places: readonly Place[]): string {
  return `# bash completion for tracker
_tracker() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="" path="" prefix="" word index
  [ "$COMP_CWORD" -gt 0 ] && previous="\${COMP_WORDS[COMP_CWORD-1]}"
  if [ "$current" = "=" ]; then
    current=""
  elif [[ "$current" == --*=* ]]; then
    previous="\${current%%=*}" prefix="\${current%%=*}=" current="\${current#*=}"
  elif [ "$previous" = "=" ]; then
    previous="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    case "\${path:+$path }$word" in
      ${pathPatterns(places)}) path="\${path:+$path }$word" ;;
      *) break ;;
    esac
  done
  COMPREPLY=()
  case "$path $previous" in
    ${places.flatMap(valueCases).join('\n    ')}
  esac
  case "$path" in
    ${places.map(wordCase).join('\n    ')}
  esac
}
complete -o default -F _tracker tracker`
}

function valueCases({ path, options }: Place): readonly string[] {
  return options.filter(({ takesValue }) => takesValue).map((option) => `${valueNames(path, option)}) ${valuesOf(option)}return ;;`)
}

/** Without an answer of ours, `-o default` completes files; a free text has none. */
function valuesOf({ values, isPath }: CompletedOption): string {
  if (values.length > 0) return `${replyWith(values)}; `
  return isPath ? '' : 'compopt +o default 2>/dev/null; '
}

function wordCase({ path, words, options }: Place): string {
  return `${quotedForSh(path)}) ${replyWith([...words, ...options].map(({ word }) => word))} ;;`
}

function replyWith(words: readonly string[]): string {
  return `COMPREPLY=( $(compgen -P "$prefix" -W ${quotedForSh(words.join(' '))} -- "$current") )`
}
