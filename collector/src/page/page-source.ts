/** Where the built page lies. Code passes it: no setting and no request says which files are served. */
export interface PageSource {
  /** Folder with `index.html` and `assets/`. */
  readonly directory: string
  /** Settles when the folder can be read, for a page that is being built; rejects when the build failed, which whoever builds logs. Absent = now. */
  readonly ready?: Promise<void>
}
