import { AppError } from '@ai-tracker/collector'
import type { Command } from '../command.ts'
import { bashCompletion } from '../completion/bash.ts'
import { completionTree } from '../completion/completion-tree.ts'
import { fishCompletion } from '../completion/fish.ts'
import { zshCompletion } from '../completion/zsh.ts'
import { SUCCESS } from '../exit-codes.ts'

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }
type Shell = keyof typeof SHELLS
const NAMES = Object.keys(SHELLS)

/** What makes a shell complete this program's words. */
export const completion: Command = {
  name: 'completion',
  summary: 'prints the script that makes a shell complete commands, options and their values',
  words: ['bash|zsh|fish'],
  wordValues: NAMES,
  options: {},
  examples: [
    'completion bash > ~/.local/share/bash-completion/completions/tracker',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
    'completion zsh > "${fpath[1]}/_tracker"',
    'completion fish > ~/.config/fish/completions/tracker.fish',
  ],
  notes: [
    'A shell completes the command "tracker". Where it is started in another way, give it that name: alias tracker="npx tracker" (for npm: alias tracker="npm run --silent tracker --").',
  ],
  run: async ({ args, commands, terminal }) => {
    const [shell] = args.words
    if (!isShell(shell)) throw new AppError('invalid', `for which shell? "tracker completion ${NAMES.join('|')}"`)
    terminal.out(SHELLS[shell](completionTree(commands)))
    return SUCCESS
  },
}

function isShell(word: string | undefined): word is Shell {
  return word !== undefined && Object.hasOwn(SHELLS, word)
}
