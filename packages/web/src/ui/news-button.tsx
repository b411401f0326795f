import { RefreshCw } from 'lucide-react'
import { Button } from './button.tsx'

/** Shows what came in since a long list was asked for, when a person wants it. */
export function NewsButton({ onShow }: { readonly onShow: () => void }) {
  return (
    <Button size="sm" className="shadow-float" onClick={onShow}>
      <RefreshCw size={14} aria-hidden="true" />
      Show what is new
    </Button>
  )
}
