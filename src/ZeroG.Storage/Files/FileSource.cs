using Microsoft.Win32.SafeHandles;
using ZeroG.Chain;
using ZeroG.Storage.Merkle;

namespace ZeroG.Storage.Files;

/// <summary>
/// The bytes to be hashed or sent: a file on disk, bytes in memory, a part of another source, or whatever else can give any range of its
/// bytes again. Any number of threads may read at once.
/// </summary>
public abstract class FileSource : IDisposable
{
    /// <summary>Sets what does not change.</summary>
    /// <exception cref="ZeroGException"><c>ZgFileEmpty</c>.</exception>
    protected FileSource(string name, string? path, long size)
    {
        Name = name;
        Path = path;
        Size = size > 0 ? size : throw Empty(path ?? name);
    }

    /// <summary>File name without folder, or the name given with bytes.</summary>
    public string Name { get; }

    /// <summary>Full path of the file that the bytes come from; null for bytes in memory.</summary>
    public string? Path { get; }

    /// <summary>How it is encrypted, the key told apart from others but not given away; null for plain bytes.</summary>
    public virtual string? Encryption => null;

    /// <summary>Bytes when it was opened, at least one.</summary>
    public long Size { get; }

    /// <summary>Opens a file for reading. Others may write to it; that is noticed by <see cref="ThrowIfChanged"/>.</summary>
    /// <exception cref="ZeroGException">
    /// <c>ZgFileNotFound</c>, <c>ZgFileIsDirectory</c>, <c>ZgFileEmpty</c>, or <c>ZgFileUnreadable</c> when the system refuses.
    /// </exception>
    public static FileSource Open(string path) => DiskFileSource.Open(path);

    /// <summary>Takes bytes in memory, which must stay unchanged.</summary>
    /// <param name="bytes">At least one byte; not copied.</param>
    /// <param name="name">The name to show.</param>
    /// <exception cref="ZeroGException"><c>ZgFileEmpty</c>.</exception>
    public static FileSource FromBytes(ReadOnlyMemory<byte> bytes, string name = "bytes") => new MemoryFileSource(bytes, name);

    /// <summary>A part of this source as a source of its own. It reads through this one, which must outlive it and which alone closes the
    /// file.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Bytes, at least one; all within <see cref="Size"/>.</param>
    /// <param name="name">The name to show; null for this one's with the range behind it.</param>
    public FileSource Slice(long offset, long length, string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Size - offset);
        return new SliceFileSource(this, offset, length, name ?? $"{Name}[{offset}..{offset + length}]");
    }

    /// <summary>Fills the whole buffer from a position.</summary>
    /// <param name="position">First byte.</param>
    /// <param name="buffer">Receives the bytes; position and length lie within <see cref="Size"/>.</param>
    /// <param name="cancellationToken">Stops waiting for the disk.</param>
    /// <exception cref="ZeroGException"><c>ZgFileChanged</c>: the file ends earlier now. <c>ZgFileUnreadable</c>: the disk
    /// failed.</exception>
    public ValueTask ReadAsync(long position, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(buffer.Length, Size - position, nameof(buffer));
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : FillAsync(position, buffer, cancellationToken);
    }

    /// <summary>Reads a segment as it travels: the bytes of the file, then zeros up to a whole sector.</summary>
    /// <param name="segment">0 to the file's segments - 1.</param>
    /// <param name="buffer">At least 262,144 bytes.</param>
    /// <param name="cancellationToken">Stops waiting for the disk.</param>
    /// <returns>Bytes that were filled, a multiple of 256.</returns>
    /// <exception cref="ZeroGException">As for <see cref="ReadAsync"/>.</exception>
    public async ValueTask<int> ReadSegmentAsync(long segment, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        FlowPadding padding = new(Size);
        int fileLength = padding.FileLength(segment);
        int wireLength = padding.WireLength(segment);
        await ReadAsync(segment * FlowPadding.SegmentSize, buffer[..fileLength], cancellationToken);
        buffer.Span[fileLength..wireLength].Clear();
        return wireLength;
    }

    /// <summary>Looks whether the bytes are still those of the opening: for a file on disk, length and time of the last write.</summary>
    /// <exception cref="ZeroGException"><c>ZgFileChanged</c>.</exception>
    public abstract void ThrowIfChanged();

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The first bytes of a file that somebody else holds open and closes. Changes are not looked for.</summary>
    internal static FileSource FromHandle(SafeFileHandle handle, string path, long size) => DiskFileSource.FromHandle(handle, path, size);

    /// <summary>The failure of a file that is not what it was when it was hashed.</summary>
    internal ZeroGException Changed() => new(
        "ZgFileChanged", ErrorKind.InvalidOperation,
        $"'{Path ?? Name}' changed while it was read. Wait until nothing writes to it, then try again.", Path ?? Name);

    /// <summary>Builds the tree of the whole source; see <see cref="FileTree.BuildAsync"/>.</summary>
    internal virtual Task<FileTree> HashAsync(IProgress<long>? progress, CancellationToken cancellationToken) =>
        new FileTreeBuilder(this, progress).BuildAsync(cancellationToken);

    /// <summary>Does what has to be done once before a part of this source is hashed by itself.</summary>
    internal virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Refuses a part that was hashed by itself and does not belong to what was prepared.</summary>
    internal virtual Task CheckPartAsync(FileTree part, long offset, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Fills the buffer. The range was checked and may be empty.</summary>
    protected abstract ValueTask FillAsync(long position, Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Frees what this source alone holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    private protected static ZeroGException Empty(string name) =>
        new("ZgFileEmpty", ErrorKind.InvalidData,
            $"'{name}' is empty, and the network stores no empty files. Give it at least one byte, or leave it out.", name);
}
