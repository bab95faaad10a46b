/** Explains why Lambda cannot load a function's code, from the error messages of the runtimes and of the embedded AWS. */

/**
 * Tells whether an error says that the handler is missing: its file, or the function in it. It returns false for a missing
 * package and for an error in the code.
 * @param handler such as `CreateThumbnail.handler`; null for a container image.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html
 */
export function isHandlerMissing(error: string, handler: string | null): boolean {
  if (/HandlerNotFound|MalformedHandlerName|undefined or not exported|Bad handler/i.test(error)) return true;
  if (/Handler '?[\w.]+'? (is not a function in|missing on module) /i.test(error)) return true;
  const [, file = '', name = ''] = /^(.*?)(?:::|\.)([^.:]*)$/.exec(handler ?? '') ?? [];
  if (isMissingAttribute(error, file, name)) return true;
  const missing = missingModule(error);
  if (missing === undefined || /imported from/.test(error)) return false;
  return asPath(missing) === asPath(file);
}

/** Recognizes Python's message. The embedded AWS reports nothing else. */
function isMissingAttribute(error: string, file: string, name: string): boolean {
  const [, module = '', attribute] = /module '([\w./]+)' has no attribute '(\w+)'/.exec(error) ?? [];
  return attribute === name && asPath(module) === asPath(file);
}

/** Returns the module, package, class or file that is missing, according to an error. */
function missingModule(error: string): string | undefined {
  return (
    /Cannot find (?:module|package) '([^']+)'/.exec(error)?.[1] ??
    /No module named '([^']+)'/.exec(error)?.[1] ??
    /cannot load such file -- (\S+)/.exec(error)?.[1] ??
    /(?:ClassNotFoundException|Class not found): (\S+)/.exec(error)?.[1]?.replace(/[:,]$/, '')
  );
}

/** Returns `src/index` for `/var/task/src/index.mjs`, `src.index` or `./src/index`. */
function asPath(module: string): string {
  return module
    .replace(/^\/var\/task\//, '')
    .replace(/\.(mjs|cjs|js|py|rb)$/, '')
    .replaceAll('.', '/');
}

/**
 * Explains in sentences what to do about an error of the code.
 * @param architecture of the function: `x86_64` or `arm64`.
 * @returns undefined when the error needs no explanation.
 */
export function whatToDo(error: string, architecture = 'x86_64'): string | undefined {
  if (isForOtherPlatform(error)) return forPlatform(error, architecture);
  for (const [pattern, advice] of KNOWN) if (pattern.test(error)) return advice;
  const missing = missingModule(error);
  return missing === undefined ? undefined : addMissing(error, missing);
}

function isForOtherPlatform(error: string): boolean {
  return /Could not load the "sharp" module|Something went wrong installing the "sharp"|invalid ELF header|wrong ELF class|not a valid Win32|mach-o file|incompatible architecture|different Node\.js version|GLIBC(XX)?_|cannot open shared object file|cannot import name '_\w+' from|exec format error|No module named '[\w.]+\._\w+'/i.test(
    error,
  );
}

function forPlatform(error: string, architecture: string): string {
  const isPython = /\.so\b|cannot import name|No module named/.test(error);
  const isArm = architecture === 'arm64';
  const command = isPython
    ? `pip install --target . --only-binary=:all: --platform manylinux2014_${isArm ? 'aarch64' : 'x86_64'}`
    : `npm install --os=linux --cpu=${isArm ? 'arm64' : 'x64'}`;
  return `The zip contains a native module for another platform or version. Lambda needs one for Linux on ${architecture} and for the function's runtime. Install it again with ${command}, then upload the zip again.`;
}

const KNOWN: readonly (readonly [RegExp, string])[] = [
  [
    /Cannot find (module|package) 'aws-sdk/,
    'Since Node.js 18, the runtime contains only version 3 of the AWS SDK. Use @aws-sdk/client-s3, or put aws-sdk into the zip.',
  ],
  [
    /\.promise is not a function/,
    'Version 3 of the AWS SDK has no .promise(). Use await client.send(new …Command(…)) instead.',
  ],
  [
    /Cannot use import statement outside a module|Unexpected token 'export'/,
    'The code is an ES module, but Node.js reads its file as CommonJS. Give the file the ending .mjs, or set "type": "module" in package.json.',
  ],
  [
    /(require|module|exports|__dirname) is not defined in ES module scope/,
    'The code is CommonJS, but Node.js reads its file as an ES module. Use import, or give the file the ending .cjs.',
  ],
  [
    /ERR_REQUIRE_ESM|require\(\) of ES Module/,
    'That package is an ES module, which require() cannot load here. Use import in a file that ends in .mjs.',
  ],
  [
    /cannot import name|does not provide an export named/,
    'The code imports a name that the module does not have. Compare the version of the package with the version where the code worked.',
  ],
];

/** Python modules whose package has another name. */
const PYTHON_PACKAGES: Readonly<Record<string, string>> = {
  PIL: 'Pillow',
  cv2: 'opencv-python-headless',
  yaml: 'PyYAML',
  skimage: 'scikit-image',
};

function addMissing(error: string, module: string): string {
  if (/^[./]/.test(module)) {
    return `The code needs its own file ${asFile(module)}, which is not in the zip. Compare the file names, including capital letters.`;
  }
  if (/No module named/.test(error)) {
    const [top = module] = module.split('.');
    const name = PYTHON_PACKAGES[top] ?? top;
    return `The code needs the package ${name}, which is not in the zip. Install it next to the code with pip install --target . ${name} (for Linux), then upload the zip again.`;
  }
  const [scope = '', second] = module.split('/');
  const name = scope.startsWith('@') && second !== undefined ? `${scope}/${second}` : scope;
  return `The code needs the package ${name}, which is not in the zip. Run npm install ${name} next to the code, then upload it again with node_modules.`;
}

function asFile(path: string): string {
  return path.replace(/^\/var\/task\//, '');
}
