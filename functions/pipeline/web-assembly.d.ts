/** The parts of WebAssembly that the project uses. Node has them, but its types do not. */
// biome-ignore lint/style/noNamespace: that is what WebAssembly is.
declare namespace WebAssembly {
  type Imports = object;
  type Exports = object;
  type Instance = object;
  type Module = object;
  function instantiate(bytes: Uint8Array, imports: Imports): Promise<{ instance: Instance; module: Module }>;
}
