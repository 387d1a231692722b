using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace ZeroG.Nodes.Hosting;

/// <summary>
/// The memory into which Kestrel receives. Its own blocks have 4 KiB, so that a segment of 342 KiB takes 86 calls to the system; these take
/// six. A connection that waits for data holds none.
/// </summary>
internal sealed class BlockPool : MemoryPool<byte>
{
    /// <summary>64 KiB: more gains nothing measurable, and stays out of the heap of large objects.</summary>
    public const int BlockSize = 64 << 10;

    public override int MaxBufferSize => Array.MaxLength;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => new Block(Math.Max(minBufferSize, BlockSize));

    protected override void Dispose(bool disposing)
    {
        // What it lends comes from the process' pool and goes back there.
    }

    /// <summary>Gives Kestrel this pool in the place of its own.</summary>
    internal sealed class Factory : IMemoryPoolFactory<byte>
    {
        public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new BlockPool();
    }

    private sealed class Block(int size) : IMemoryOwner<byte>
    {
        private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(size);

        public Memory<byte> Memory => _bytes ?? throw new ObjectDisposedException(nameof(Block));

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
            {
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }
    }
}
