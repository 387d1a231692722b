using System.Buffers.Binary;
using ZeroG.Cryptography.Ciphers;

namespace ZeroG.Compute.FineTuning;

/// <summary>Where the parts of an encrypted model lie in a file of a given size.</summary>
/// <remarks>
/// Chunked: signature (65 bytes) ‖ start nonce (12) ‖ chunks, each up to 64 MiB and its tag (16); the nonce of a chunk is the start nonce
/// plus its index as a big-endian counter of 12 bytes. Whole, from early providers: nonce ‖ everything ‖ tag ‖ signature. Sources:
/// 0g-serving-broker, api/common/util/crypto.go; 0g-compute-ts-sdk, src.ts/sdk/common/utils/encrypt.ts.
/// </remarks>
internal sealed class ModelFileLayout
{
    /// <summary>Plain bytes of every chunk but the last.</summary>
    public const int ChunkSize = 64 << 20;

    /// <summary>Bytes of the signature: r ‖ s ‖ v.</summary>
    public const int SignatureSize = 65;

    /// <summary>Bytes of the start nonce.</summary>
    public const int NonceSize = 12;

    /// <summary>Bytes before the first chunk.</summary>
    public const int HeaderSize = SignatureSize + NonceSize;

    private const int TagSize = AesGcmKey.TagSize;

    private readonly long _first;
    private readonly long _stride;

    private ModelFileLayout(long first, long stride, long plainSize, int count, long signature, long nonce) =>
        (_first, _stride, PlainSize, Count, SignatureOffset, NonceOffset) = (first, stride, plainSize, count, signature, nonce);

    /// <summary>Bytes of the plain file.</summary>
    public long PlainSize { get; }

    /// <summary>Chunks.</summary>
    public int Count { get; }

    /// <summary>Where the signature lies.</summary>
    public long SignatureOffset { get; }

    /// <summary>Where the start nonce lies.</summary>
    public long NonceOffset { get; }

    /// <summary>The usual form; null for a size that no whole file has.</summary>
    public static ModelFileLayout? Chunked(long size)
    {
        const int Stride = ChunkSize + TagSize;
        (long full, long rest) = Math.DivRem(size - HeaderSize, Stride);
        return size < HeaderSize || rest is > 0 and <= TagSize
            ? null
            : new ModelFileLayout(
                HeaderSize, Stride, (full * ChunkSize) + Math.Max(0, rest - TagSize), (int)(full + (rest > 0 ? 1 : 0)), signature: 0,
                nonce: SignatureSize);
    }

    /// <summary>The early form, one chunk whatever its size; null for a size that is too small.</summary>
    public static ModelFileLayout? Whole(long size)
    {
        long plain = size - NonceSize - TagSize - SignatureSize;
        return plain < 0 ? null : new ModelFileLayout(NonceSize, plain + TagSize, plain, 1, signature: size - SignatureSize, nonce: 0);
    }

    /// <summary>Where a chunk lies in the file, where in the plain file, and its plain bytes, behind which its tag lies.</summary>
    public (long Offset, long PlainOffset, long Length) Chunk(int index)
    {
        long plain = index * (_stride - TagSize);
        return (_first + (index * _stride), plain, Math.Min(_stride - TagSize, PlainSize - plain));
    }

    /// <summary>Writes the nonce of a chunk.</summary>
    /// <param name="start">The start nonce.</param>
    /// <param name="index">The chunk.</param>
    /// <param name="nonce">Receives 12 bytes.</param>
    public static void Nonce(ReadOnlySpan<byte> start, int index, Span<byte> nonce)
    {
        ulong low = BinaryPrimitives.ReadUInt64BigEndian(start[4..]);
        uint high = BinaryPrimitives.ReadUInt32BigEndian(start);
        ulong sum = unchecked(low + (ulong)index);
        BinaryPrimitives.WriteUInt64BigEndian(nonce[4..], sum);
        BinaryPrimitives.WriteUInt32BigEndian(nonce, unchecked(high + (sum < low ? 1u : 0)));
    }
}
