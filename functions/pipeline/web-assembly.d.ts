/** What of WebAssembly is used here: Node has it, its types have not. */
// biome-ignore lint/style/noNamespace: that is what WebAssembly is.
declare namespace WebAssembly {
  type Imports = object;
  type Exports = object;
  type Instance = object;
  type Module = object;
  function instantiate(bytes: Uint8Array, imports: Imports): Promise<{ instance: Instance; module: Module }>;
}
