using ZeroG.Chain;

namespace ZeroG.Storage.Transfer;

/// <summary>A part of a file.</summary>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Bytes; null for all up to the end.</param>
public sealed record ByteRange(long Offset, long? Length = null)
{
    /// <summary>First byte and length within a file.</summary>
    /// <exception cref="ZeroGException"><c>ZgRangeInvalid</c>: the range is empty, or does not lie in the file.</exception>
    internal (long Offset, long Length) Within(long size)
    {
        long length = Length ?? size - Offset;
        return Offset >= 0 && length > 0 && Offset <= size - length
            ? (Offset, length)
            : throw new ZeroGException(
                "ZgRangeInvalid", ErrorKind.InvalidArgument,
                $"The file has {size} bytes, and {(Length is null ? "all" : $"{Length}")} from byte {Offset} on were asked for. "
                + "Ask for a range of at least one byte within the file.", this);
    }
}
