import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { signIn } from '../../data/token.ts'
import { Button } from '../../ui/button.tsx'
import { TextInput } from '../../ui/field.tsx'
import { usePageTitle } from '../../ui/page-title.ts'

/** Asks for the collector's token, which is kept for as long as the tab lives. */
export function SignIn({ wasWrong }: { readonly wasWrong: boolean }) {
  usePageTitle('Sign in')
  const [token, setToken] = useState('')
  const client = useQueryClient()
  const hint = useId()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.focus(), [])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (token.trim() === '') return
    signIn(token.trim())
    void client.resetQueries()
  }
  return (
    <main id="main" className="mx-auto flex w-full max-w-96 flex-col gap-3 px-4 py-16">
      <h1 className="text-xl">Token needed</h1>
      <p id={hint} className="text-muted">
        This collector was started with TRACKER_TOKEN. Enter that token; it is kept until this tab is closed.
      </p>
      <form onSubmit={submit} className="flex gap-2">
        <TextInput
          ref={input}
          label="Token"
          type="password"
          autoComplete="off"
          aria-describedby={hint}
          aria-invalid={wasWrong}
          value={token}
          onChange={(event) => setToken(event.target.value)}
          className="min-w-0 flex-1"
        />
        <Button type="submit" variant="primary">
          Sign in
        </Button>
      </form>
      {wasWrong && (
        <p role="alert" className="text-danger">
          This is not the token of this collector.
        </p>
      )}
    </main>
  )
}
