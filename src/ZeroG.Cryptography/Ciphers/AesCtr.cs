using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ZeroG.Cryptography.Ciphers;

/// <summary>
/// AES-256 in counter mode (NIST SP 800-38A §6.5), from any position of the stream. The whole 16-byte block is one big-endian counter,
/// which starts at the nonce and wraps around. Encrypts and decrypts alike; any number of threads may call it at once.
/// </summary>
/// <remarks>
/// On x86 the blocks go through the processor's AES instructions, eight at a time; elsewhere through the system's own AES. Neither looks
/// secrets up in tables. The key schedule lies in one pinned buffer until <see cref="Dispose"/>.
/// </remarks>
public sealed partial class AesCtr : IDisposable
{
    /// <summary>Bytes of a key.</summary>
    public const int KeySize = 32;

    /// <summary>Bytes of a block, and of the nonce.</summary>
    public const int BlockSize = 16;

    private const int PortableChunk = 32 * 1024;

    private readonly UInt128 _nonce;
    private readonly byte[] _schedule = GC.AllocateArray<byte>(AesSchedule.Size, pinned: true);
    private readonly Aes? _portable;
    private bool _disposed;

    /// <summary>Prepares a stream.</summary>
    /// <param name="key">32 bytes, copied; the caller's are the caller's to clear.</param>
    /// <param name="nonce">16 bytes, the first counter. One key must never meet the same nonce with two different contents.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public AesCtr(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
        : this(key, nonce, portable: !System.Runtime.Intrinsics.X86.Aes.IsSupported)
    {
    }

    internal AesCtr(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, bool portable)
    {
        if (key.Length != KeySize || nonce.Length != BlockSize)
        {
            throw new ArgumentException(
                $"A key of {KeySize} bytes and a nonce of {BlockSize} are needed; got {key.Length} and {nonce.Length}.");
        }

        _nonce = BinaryPrimitives.ReadUInt128BigEndian(nonce);
        if (portable)
        {
            _portable = Aes.Create();
            _portable.SetKey(key);
        }
        else
        {
            AesSchedule.Expand(key, _schedule);
        }
    }

    /// <summary>XORs the key stream over bytes.</summary>
    /// <param name="position">Where in the stream the first byte lies.</param>
    /// <param name="input">The bytes.</param>
    /// <param name="output">Receives as many; may be the input itself, but must not overlap it otherwise.</param>
    public void Apply(long position, ReadOnlySpan<byte> input, Span<byte> output)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, input.Length, nameof(output));
        (long block, long skip) = Math.DivRem(position, BlockSize);
        UInt128 counter = unchecked(_nonce + (UInt128)(ulong)block);
        if (skip > 0)
        {
            int head = (int)Math.Min(BlockSize - skip, input.Length);
            ApplyPart(counter, (int)skip, input[..head], output);
            counter = unchecked(counter + 1);
            input = input[head..];
            output = output[head..];
        }

        int whole = input.Length / BlockSize * BlockSize;
        if (whole > 0)
        {
            ApplyBlocks(counter, input[..whole], output);
            counter = unchecked(counter + (UInt128)(whole / BlockSize));
        }

        if (whole < input.Length)
        {
            ApplyPart(counter, 0, input[whole..], output[whole..]);
        }
    }

    /// <summary>Clears the key.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_schedule);
        _portable?.Dispose();
    }

    private void ApplyPart(UInt128 counter, int skip, ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<byte> stream = stackalloc byte[BlockSize];
        stream.Clear();
        ApplyBlocks(counter, stream, stream);
        for (int i = 0; i < input.Length; i++)
        {
            output[i] = (byte)(input[i] ^ stream[skip + i]);
        }

        CryptographicOperations.ZeroMemory(stream);
    }

    private void ApplyBlocks(UInt128 counter, ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (_portable is null)
        {
            ApplyWithInstructions(_schedule, counter, input, output);
        }
        else
        {
            ApplyPortable(_portable, counter, input, output);
        }
    }

    private static void ApplyPortable(Aes aes, UInt128 counter, ReadOnlySpan<byte> input, Span<byte> output)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Min(PortableChunk, input.Length));
        try
        {
            while (!input.IsEmpty)
            {
                Span<byte> stream = buffer.AsSpan(0, Math.Min(PortableChunk, input.Length));
                for (int i = 0; i < stream.Length; i += BlockSize)
                {
                    BinaryPrimitives.WriteUInt128BigEndian(stream[i..], counter);
                    counter = unchecked(counter + 1);
                }

                aes.EncryptEcb(stream, stream, PaddingMode.None);
                Xor(input[..stream.Length], stream, output);
                input = input[stream.Length..];
                output = output[stream.Length..];
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Xor(ReadOnlySpan<byte> input, ReadOnlySpan<byte> stream, Span<byte> output)
    {
        int vectors = input.Length / Vector<byte>.Count;
        ReadOnlySpan<Vector<byte>> left = MemoryMarshal.Cast<byte, Vector<byte>>(input);
        ReadOnlySpan<Vector<byte>> right = MemoryMarshal.Cast<byte, Vector<byte>>(stream);
        Span<Vector<byte>> result = MemoryMarshal.Cast<byte, Vector<byte>>(output);
        for (int i = 0; i < vectors; i++)
        {
            result[i] = left[i] ^ right[i];
        }

        for (int i = vectors * Vector<byte>.Count; i < input.Length; i++)
        {
            output[i] = (byte)(input[i] ^ stream[i]);
        }
    }
}
