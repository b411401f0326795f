import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { Menu, MenuChoice } from '../../ui/menu.tsx'
import { chooseTheme, readTheme, type Theme } from './theme.ts'

const ICONS = { system: Monitor, light: Sun, dark: Moon } as const
const OPTIONS: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

/** Switches the theme. */
export function ThemeMenu() {
  const [theme, setTheme] = useState(readTheme)
  const Icon = ICONS[theme]
  const choose = (chosen: Theme): void => {
    chooseTheme(chosen)
    setTheme(chosen)
  }
  return (
    <Menu
      trigger={
        <IconButton label="Theme">
          <Icon size={16} aria-hidden="true" />
        </IconButton>
      }
    >
      <MenuChoice value={theme} options={OPTIONS} onChange={choose} />
    </Menu>
  )
}
