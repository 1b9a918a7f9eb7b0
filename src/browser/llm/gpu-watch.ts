/** Watches the GPU device that WebLLM asks for: WebLLM tells nobody when it is lost, and counts no memory. */

export class GpuWatch {
  #bytes = 0;
  #tellLost: (reason: string) => void = () => undefined;
  #lostWords: string | null = null;
  /** Resolves with the browser's words once a device in use is gone. */
  readonly lost = new Promise<string>((resolve) => {
    this.#tellLost = resolve;
  });

  /** The browser's words once a device is gone; null while none is. */
  get lostWords(): string | null {
    return this.#lostWords;
  }

  /** Bytes in GPU buffers that were made and not destroyed. */
  get bytes(): number {
    return this.#bytes;
  }

  /** From now on, every device asked for in this worker is watched. Does nothing without WebGPU. */
  start(scope: { GPUAdapter?: { prototype: GPUAdapter } } = globalThis): void {
    const prototype = scope.GPUAdapter?.prototype;
    if (!prototype) return;
    // Kept as a property so that it is called on the adapter it belongs to.
    const request = Reflect.get<GPUAdapter, 'requestDevice'>(prototype, 'requestDevice');
    const watch = (device: GPUDevice): void => {
      this.#watch(device);
    };
    prototype.requestDevice = async function (this: GPUAdapter, descriptor?: GPUDeviceDescriptor) {
      const device = await request.call(this, descriptor);
      watch(device);
      return device;
    };
  }

  #watch(device: GPUDevice): void {
    // Also when it was "destroyed": WebLLM does so itself where memory runs out, and nobody here unloads a model.
    void device.lost.then(({ message }) => {
      this.#lostWords = message;
      this.#tellLost(message);
    });
    const create = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => {
      const buffer = create(descriptor);
      const destroy = buffer.destroy.bind(buffer);
      let there = true;
      this.#bytes += buffer.size;
      buffer.destroy = () => {
        if (there) this.#bytes -= buffer.size;
        there = false;
        destroy();
      };
      return buffer;
    };
  }
}
